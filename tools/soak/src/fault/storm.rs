//! Many at once: more than a full server has room for, and more than it has descriptors.

use super::leave::spoken;
use crate::{client::Client, evidence::Trouble, ledger::FULL, station::unless_ended, tally::Count};
use socket2::SockRef;
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    ops::Range,
    thread,
    time::Duration,
};
use support::is_timeout;

/// How many clients a storm has: more than the smaller server takes, also where it is empty.
const CLIENTS: Range<usize> = 90..150;

/// How many milliseconds it lasts: long enough for the server to notice, and short enough for those who wait outside.
const LASTS: Range<u64> = 100..700;

/// They come, half of them ask, and all leave, some with a reset.
pub(crate) fn storm(client: &mut Client<'_>) -> Result<(), Trouble> {
    let mut crowd = Vec::new();
    for number in 0..client.rng.usize(CLIENTS) {
        let mut stream = client.station.connect(client.soak)?.stream;
        if number % 2 == 0 {
            spoken(stream.write_all(b"1+1\n"))?;
        }
        crowd.push(stream);
    }
    thread::sleep(Duration::from_millis(client.rng.u64(LASTS)));
    for (number, stream) in crowd.into_iter().enumerate() {
        client.tally.add(Count::TurnedAway, turned_away(&stream)?);
        if number % 3 == 0 {
            unless_ended(SockRef::from(&stream).set_linger(Some(Duration::ZERO)));
        }
    }
    Ok(())
}

/// Who was let in has its reply, who was not the reason why; who still waits at the door has nothing yet. 1 for a reason.
fn turned_away(mut stream: &TcpStream) -> Result<u64, Trouble> {
    stream.set_nonblocking(true)?;
    let mut buffer = [0; 128];
    match stream.read(&mut buffer) {
        Ok(count) => match &buffer[..count] {
            b"" | b"2\n" => Ok(0),
            line if line.strip_suffix(b"\n") == Some(FULL.as_bytes()) => Ok(1),
            other => Err(Trouble::wrong(format_args!("one of a crowd heard \"{}\"", other.escape_ascii()))),
        },
        Err(error) if is_timeout(&error) => Ok(0),
        Err(error) => Ok(spoken(Err(error)).map(|()| 0)?),
    }
}
