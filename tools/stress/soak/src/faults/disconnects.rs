//! Clients that disconnect in the middle.

use crate::{client::Client, state::ClientError, target::unless_ended};
use socket2::SockRef;
use std::{
    io::{self, Write as _},
    net::TcpStream,
    time::Duration,
};
use support::is_disconnected;

/// Resets the connection: in mid-line, or with replies on their way.
pub(crate) fn reset(client: &mut Client<'_>) -> Result<(), ClientError> {
    let stream = start(client)?;
    // Closing a socket that is told to linger for no time at all resets the connection.
    unless_ended(SockRef::from(&stream).set_linger(Some(Duration::ZERO)));
    Ok(())
}

/// Closes it, in the same places.
pub(crate) fn disconnect(client: &mut Client<'_>) -> Result<(), ClientError> {
    start(client).map(drop)
}

/// Sends something that is not complete, or whose replies are not read.
fn start(client: &mut Client<'_>) -> Result<TcpStream, ClientError> {
    let stream = client.target.connect(client.run)?.stream;
    let text = match client.rng.u8(..4) {
        0 => String::new(),
        1 => "1+".to_owned(),
        2 => "pi\n".repeat(client.rng.usize(1..500)),
        _ => "1+1\n2*".to_owned(),
    };
    unless_disconnected((&stream).write_all(text.as_bytes()))?;
    Ok(stream)
}

/// A server that has closed first is no failure for a client that is about to disconnect.
pub(super) fn unless_disconnected(written: io::Result<()>) -> io::Result<()> {
    written.or_else(|error| if is_disconnected(&error) { Ok(()) } else { Err(error) })
}
