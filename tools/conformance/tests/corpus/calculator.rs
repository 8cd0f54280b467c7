//! Calculators with one fault each, over the calculator of stage 3.

#[path = "calculator_clients.rs"]
mod clients;
#[path = "calculator_faults.rs"]
mod faults;

use crate::stand_in::{StandIn, wait_for_the_judge};
use calculator_server::{Reply, handle_request};
use clients::{Clients, Progress};
use faults::{Fault, replace_reply, rewrite};
use std::{
    io::{self, Read as _, Write as _},
    net::TcpStream,
    sync::Arc,
    time::Duration,
};
use support::{is_timeout, lock};

/// All of them: the fault, the server, the check that it names, and whether checks after that fail, too.
pub(crate) fn corpus() -> Vec<(String, StandIn, &'static str, bool)> {
    let entry = |&(fault, check): &(Fault, &'static str)| {
        (format!("{fault:?}"), server(Some(fault)), check, fault.is_pervasive())
    };
    faults::FAULTS.iter().map(entry).collect()
}

/// A calculator with a fault, or none.
pub(crate) fn server(fault: Option<Fault>) -> StandIn {
    let clients = Clients::default();
    let handle = move |mut stream: &TcpStream, number| {
        let _counted = match clients.connect(fault, number) {
            Ok(counted) => counted,
            Err(words) => {
                let is_told = !words.is_empty() && stream.write_all(words).is_ok();
                // What is left unread would reset the connection, and could destroy the line.
                while is_told && stream.read(&mut [0; 64]).is_ok_and(|count| count > 0) {}
                return true;
            }
        };
        let mut progress = Progress::default();
        // What breaks off without a reason of its own has ended in order.
        if serve(stream, fault, &clients, &mut progress).is_some() {
            return true;
        }
        clients.break_off(fault, &progress);
        progress.outlives_an_error(fault)
    };
    StandIn {
        handle: Arc::new(handle),
        accepts_once: fault == Some(Fault::EndsWithItsFirstClient),
        reads_before_it_accepts: fault == Some(Fault::ReadsBeforeItAccepts),
    }
}

/// The most bytes of a line.
const MAX_LINE: usize = 1024;

/// How much is kept of a line that is too long.
const LONG: usize = 12_000;

/// More requests than any client sends that reads its replies, and so few that the kernel holds their replies.
const FLOOD: usize = 2_000;

/// How long a write may wait for room before it is short.
const WRITE_TIMEOUT: Duration = Duration::from_millis(20);

/// Replies to lines until the end of the stream. There is none where the connection breaks.
fn serve(
    mut stream: &TcpStream,
    fault: Option<Fault>,
    clients: &Clients,
    progress: &mut Progress,
) -> Option<()> {
    if fault == Some(Fault::Greets) {
        stream.write_all(b"welcome\n").ok()?;
    }
    let mut buffer = vec![0; 64 * 1024];
    let Progress { fragment: pending, last_line, discarded: skipped } = progress;
    let (mut waits, mut requests) = (None, 0);
    pending.append(&mut lock(&clients.left));
    loop {
        let count = stream.read(&mut buffer).ok()?;
        if count == 0 {
            break;
        }
        let is_new = pending.is_empty();
        if fault == Some(Fault::ClosesAfterAMegabyte) && *skipped > 1 << 20 {
            return Some(());
        }
        waits = waits.or_else(|| clients.wait_for_the_rest(fault));
        pending.extend_from_slice(&buffer[..count]);
        if fault == Some(Fault::TakesAFragmentForALine) && is_new && !pending.contains(&b'\n') {
            pending.push(b'\n');
        }
        // What is too long is not kept: it stays too long, however much of it is thrown away.
        if pending.len() > LONG && !pending.contains(&b'\n') {
            *skipped += pending.len() - LONG;
            pending.truncate(LONG);
        }
        let mut lines = complete_lines(pending);
        requests += lines.len();
        // As if it had a queue without a limit, and another thread wrote. Until then no write waits. Other clients that read late
        // ask for something else: it passes their check.
        if fault == Some(Fault::KeepsUnreadReplies)
            && requests > FLOOD
            && lines.iter().any(|line| line.starts_with(b"pi "))
        {
            continue;
        }
        let mut replies = Vec::new();
        match fault {
            Some(Fault::LosesTheThirdLineOfARead) if lines.len() == 3 => lines.truncate(2),
            Some(Fault::ForgetsWhatFollowsTheLastLine) if !lines.is_empty() => pending.clear(),
            // With all of its input there, and no look at whether it is the end.
            Some(Fault::ClosesAtTheEndOfTheInput)
                if lines.len() == 100 && stream.read(&mut buffer).ok()? == 0 =>
            {
                return Some(());
            }
            _ => {}
        }
        if pending.is_empty() {
            waits = None;
        }
        for line in lines {
            line.clone_into(last_line);
            replies.push(reply(&line, fault)?);
        }
        if fault == Some(Fault::RepliesInReverseOrder) && replies.len() > 10 {
            replies.reverse();
        }
        clients.serve(fault, stream, replies.len());
        match fault {
            Some(Fault::DropsTheRestOfAShortWrite) => write_once(stream, &replies.concat()).ok()?,
            _ => stream.write_all(&replies.concat()).ok()?,
        }
        let served_once = fault == Some(Fault::ClosesAfterOneRequest) && !replies.is_empty();
        let erred = replies.iter().any(|reply| reply.starts_with(b"error: "));
        if served_once || (fault == Some(Fault::ClosesAfterAnError) && erred) {
            return Some(());
        }
    }
    if fault == Some(Fault::EndsWithAHalfClosedClient) && pending == b"2+2" {
        stream.write_all(b"4\n").ok()?;
        return None;
    }
    let is_last = match fault {
        Some(Fault::LosesTheLastLine) => false,
        Some(Fault::RepliesToNothingAtTheEnd) => true,
        _ => !pending.is_empty(),
    };
    if is_last {
        stream.write_all(&reply(pending, fault)?).ok()?;
        if fault == Some(Fault::SharesItsBuffer) {
            lock(&clients.left).clone_from(pending);
        }
    }
    if fault == Some(Fault::NeverCloses) {
        wait_for_the_judge(stream);
    }
    Some(())
}

/// Waits until the socket is writable, as `send` does in Python after `settimeout`, and writes as much as it takes.
fn write_once(mut stream: &TcpStream, bytes: &[u8]) -> io::Result<()> {
    stream.set_write_timeout(Some(WRITE_TIMEOUT))?;
    loop {
        match stream.write(bytes) {
            Err(error) if is_timeout(&error) => {}
            written => return written.map(drop),
        }
    }
}

/// Takes the complete lines away from the bytes that have come.
fn complete_lines(pending: &mut Vec<u8>) -> Vec<Vec<u8>> {
    let Some(last) = pending.iter().rposition(|&byte| byte == b'\n') else { return Vec::new() };
    let rest = pending.split_off(last + 1);
    let complete = std::mem::replace(pending, rest);
    complete[..last].split(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect()
}

/// The bytes that are sent for a line; `None` where the server closes instead.
fn reply(line: &[u8], fault: Option<Fault>) -> Option<Vec<u8>> {
    let line = match fault {
        Some(Fault::KeepsTheCr) => line.to_vec(),
        Some(Fault::TakesAllCrsAway) => line.iter().copied().filter(|byte| *byte != b'\r').collect(),
        _ => line.strip_suffix(b"\r").unwrap_or(line).to_vec(),
    };
    let end: &[u8] = match fault {
        Some(Fault::EndsRepliesWithCrlf) => b"\r\n",
        Some(Fault::EndsNoReply) => b"",
        _ => b"\n",
    };
    let most = if fault == Some(Fault::HasALimitOf2000Bytes) { 2000 } else { MAX_LINE };
    if line.len() > most {
        let error = [b"error: the line is too long", end].concat();
        let is_cut = fault == Some(Fault::RepliesToEachPartOfALongLine) && line.len() < LONG;
        let times = if is_cut { line.len().div_ceil(4096) } else { 1 };
        return Some(error.repeat(times));
    }
    match fault {
        Some(Fault::DiesOfDeepNesting) if line.starts_with(&[b'('; 100]) => return None,
        Some(Fault::TakesLinesForFormats) if line.starts_with(b"%n") => return None,
        Some(Fault::SkipsEmptyLines) if line.trim_ascii().is_empty() => return Some(Vec::new()),
        Some(Fault::ClosesAtWhatIsNotUtf8) if str::from_utf8(&line).is_err() => return None,
        Some(Fault::SendsNoReply) => return Some(Vec::new()),
        Some(Fault::ClosesAtQuit) if line == b"quit" => return None,
        Some(Fault::TakesCtrlDForTheEnd) if line == b"\x04" => return None,
        _ => {}
    }
    let rewritten = fault.zip(str::from_utf8(&line).ok()).and_then(|(fault, text)| rewrite(fault, text));
    let right = rewritten.unwrap_or_else(|| handle_request(&line));
    let text =
        fault.and_then(|fault| replace_reply(fault, &line, &right)).unwrap_or_else(|| right.to_string());
    Some([text.as_bytes(), end].concat())
}

/// The reply to another request than the one that came.
fn calculate(text: &str) -> Reply {
    handle_request(text.as_bytes())
}
