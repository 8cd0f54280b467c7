//! A burst of connections: more than a full server accepts, and more than it has descriptors.

use super::disconnects::unless_disconnected;
use crate::{client::Client, counters::Counter, pending::FULL, state::ClientError, target::unless_ended};
use socket2::SockRef;
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    ops::Range,
    thread,
    time::Duration,
};
use support::is_timeout;

/// How many clients connect: more than the smaller server accepts, even without other clients.
const CLIENTS: Range<usize> = 90..150;

/// How many milliseconds it lasts: long enough for the server to notice, and short enough for the clients in the accept queue.
const DURATION: Range<u64> = 100..700;

/// They connect, half of them send a request, and all disconnect, some with a reset.
pub(crate) fn burst(client: &mut Client<'_>) -> Result<(), ClientError> {
    let mut connections = Vec::new();
    for number in 0..client.rng.usize(CLIENTS) {
        let mut stream = client.target.connect(client.run)?.stream;
        if number % 2 == 0 {
            unless_disconnected(stream.write_all(b"1+1\n"))?;
        }
        connections.push(stream);
    }
    thread::sleep(Duration::from_millis(client.rng.u64(DURATION)));
    for (number, stream) in connections.into_iter().enumerate() {
        client.counters.add(Counter::Rejected, rejected(&stream)?);
        if number % 3 == 0 {
            unless_ended(SockRef::from(&stream).set_linger(Some(Duration::ZERO)));
        }
    }
    Ok(())
}

/// An accepted client has its reply, a rejected one the reason; one in the accept queue has nothing yet. 1 for a rejection.
fn rejected(mut stream: &TcpStream) -> Result<u64, ClientError> {
    stream.set_nonblocking(true)?;
    let mut buffer = [0; 128];
    match stream.read(&mut buffer) {
        Ok(count) => match &buffer[..count] {
            b"" | b"2\n" => Ok(0),
            line if line.strip_suffix(b"\n") == Some(FULL.as_bytes()) => Ok(1),
            other => Err(ClientError::violation(format_args!(
                "a client of a burst received \"{}\"",
                other.escape_ascii()
            ))),
        },
        Err(error) if is_timeout(&error) => Ok(0),
        Err(error) => Ok(unless_disconnected(Err(error)).map(|()| 0)?),
    }
}
