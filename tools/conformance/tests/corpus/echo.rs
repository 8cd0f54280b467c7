//! Echo servers with one fault each.

use crate::stand_in::{StandIn, wait_for_the_judge};
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    sync::Arc,
};

/// What is wrong with a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    SaysGoodbye,
    AddsALineEnd,
    WaitsForLines,
    DecodesBytes,
    ReadsFiveTimes,
    EchoesTheFirstReads,
    LosesTheLastRead,
    NeverCloses,
    LosesABlockOfAMegabyte,
    EndsWithItsFirstClient,
    EndsWithASilentClient,
    EndsWithAReset,
}

/// Each with the check that rejects it.
const FAULTS: &[(Fault, &str)] = &[
    (Fault::SaysGoodbye, "the_server_says_nothing_of_its_own"),
    (Fault::AddsALineEnd, "a_line_comes_back"),
    (Fault::WaitsForLines, "bytes_without_a_line_end_come_back"),
    (Fault::DecodesBytes, "any_byte_comes_back"),
    (Fault::ReadsFiveTimes, "a_connection_is_read_until_its_end"),
    (Fault::EchoesTheFirstReads, "a_hundred_kilobytes_come_back"),
    (Fault::LosesTheLastRead, "all_comes_back_after_the_end_of_the_stream"),
    (Fault::NeverCloses, "the_server_closes_after_the_client"),
    (Fault::LosesABlockOfAMegabyte, "a_megabyte_comes_back_in_order"),
    (Fault::EndsWithItsFirstClient, "the_next_client_is_served"),
    (Fault::EndsWithASilentClient, "a_client_that_says_nothing_may_leave"),
    (Fault::EndsWithAReset, "a_reset_ends_one_connection"),
];

/// All of them: the fault, the server, the check that it names, and whether checks after that fail, too.
pub(crate) fn corpus() -> Vec<(String, StandIn, &'static str, bool)> {
    let is_pervasive = |fault| {
        matches!(
            fault,
            Fault::AddsALineEnd
                | Fault::WaitsForLines
                | Fault::EchoesTheFirstReads
                | Fault::EndsWithItsFirstClient
        )
    };
    let entry = |&(fault, check): &(Fault, &'static str)| {
        (format!("{fault:?}"), server(Some(fault)), check, is_pervasive(fault))
    };
    FAULTS.iter().map(entry).collect()
}

/// An echo server with a fault, or none.
pub(crate) fn server(fault: Option<Fault>) -> StandIn {
    let handle = move |stream: &TcpStream, _number| {
        let echoed = serve(stream, fault);
        match fault {
            Some(Fault::EndsWithASilentClient) => echoed != Some(0),
            Some(Fault::EndsWithAReset) => echoed.is_some(),
            _ => true,
        }
    };
    StandIn {
        handle: Arc::new(handle),
        accepts_once: fault == Some(Fault::EndsWithItsFirstClient),
        reads_before_it_accepts: false,
    }
}

/// Echoes until the end of the stream; how many bytes, unless the connection breaks.
fn serve(mut stream: &TcpStream, fault: Option<Fault>) -> Option<usize> {
    let mut buffer = vec![0; 16 * 1024];
    let (mut reads, mut echoed) = (0, 0);
    let mut held = Vec::new();
    loop {
        let count = stream.read(&mut buffer).ok()?;
        if count == 0 {
            break;
        }
        reads += 1;
        let mut bytes = buffer[..count].to_vec();
        match fault {
            Some(Fault::AddsALineEnd) => bytes.push(b'\n'),
            Some(Fault::WaitsForLines) => {
                held.append(&mut bytes);
                let end = held.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
                bytes = held.drain(..end).collect();
            }
            Some(Fault::DecodesBytes) => bytes = String::from_utf8_lossy(&bytes).into_owned().into_bytes(),
            Some(Fault::ReadsFiveTimes) if reads > 5 && count < 16 => return Some(echoed),
            Some(Fault::EchoesTheFirstReads) if echoed > 50_000 => bytes.clear(),
            Some(Fault::LosesTheLastRead) if echoed + count == 30_000 && stream.peek(&mut [0]).ok()? == 0 => {
                return Some(echoed);
            }
            Some(Fault::LosesABlockOfAMegabyte) if (500_000..500_000 + buffer.len()).contains(&echoed) => {
                echoed += bytes.len();
                bytes.clear();
            }
            _ => {}
        }
        stream.write_all(&bytes).ok()?;
        echoed += bytes.len();
    }
    match fault {
        Some(Fault::SaysGoodbye) => stream.write_all(b"goodbye\n").ok()?,
        Some(Fault::NeverCloses) => wait_for_the_judge(stream),
        _ => {}
    }
    Some(echoed)
}
