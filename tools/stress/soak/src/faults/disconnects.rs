//! Clients that disconnect in the middle: one, or a burst of them.

use crate::{
    client::{Client, read_some},
    pending::FULL,
    run::ClientResult,
};
use socket_basics::reset_on_close;
use std::{
    io::{self, Write as _},
    net::TcpStream,
    ops::Range,
    thread,
    time::Duration,
};
use support::is_disconnected;

/// How many clients connect in a burst: more than the smaller server accepts, even without other clients, and more than it
/// has descriptors.
const CLIENTS: Range<usize> = 90..150;

/// How many milliseconds a burst lasts: long enough for the server to notice, and short enough for the clients in the accept
/// queue.
const DURATION: Range<u64> = 100..700;

/// Resets the connection: in mid-line, or with replies on their way.
pub(super) fn reset(client: &mut Client<'_>) -> ClientResult {
    reset_on_close(&start(client)?);
    Ok(())
}

/// Closes it, in the same places.
pub(super) fn disconnect(client: &mut Client<'_>) -> ClientResult {
    start(client).map(drop)
}

/// Sends something that is not complete, or whose replies are not read.
fn start(client: &mut Client<'_>) -> ClientResult<TcpStream> {
    let stream = client.connect()?.stream;
    let text = match client.rng.u8(..4) {
        0 => String::new(),
        1 => "1+".to_owned(),
        2 => "pi\n".repeat(client.rng.usize(1..500)),
        _ => "1+1\n2*".to_owned(),
    };
    unless_disconnected((&stream).write_all(text.as_bytes()))?;
    Ok(stream)
}

/// They connect, half of them send a request, and all disconnect, some with a reset.
pub(super) fn burst(client: &mut Client<'_>) -> ClientResult {
    let mut connections = Vec::new();
    for number in 0..client.rng.usize(CLIENTS) {
        let mut stream = client.connect()?.stream;
        if number % 2 == 0 {
            unless_disconnected(stream.write_all(b"1+1\n"))?;
        }
        connections.push(stream);
    }
    thread::sleep(Duration::from_millis(client.rng.u64(DURATION)));
    for (number, stream) in connections.into_iter().enumerate() {
        client.target.counters.rejected.add(rejected(&stream)?);
        if number % 3 == 0 {
            reset_on_close(&stream);
        }
    }
    Ok(())
}

/// An accepted client has its reply, a rejected one the reason; one in the accept queue has nothing yet. 1 for a rejection.
fn rejected(stream: &TcpStream) -> ClientResult<u64> {
    stream.set_nonblocking(true)?;
    match read_some(stream, &mut [0; 128])? {
        None | Some([] | b"2\n") => Ok(0),
        Some(line) if line.strip_suffix(b"\n") == Some(FULL.as_bytes()) => Ok(1),
        Some(other) => Err(format!("a client of a burst received \"{}\"", other.escape_ascii()).into()),
    }
}

/// A server that has closed first is no failure for a client that is about to disconnect.
fn unless_disconnected(written: io::Result<()>) -> io::Result<()> {
    written.or_else(|error| if is_disconnected(&error) { Ok(()) } else { Err(error) })
}
