//! Clients that leave without a word.

use crate::{client::Client, evidence::Trouble, station::unless_ended};
use socket2::SockRef;
use std::{
    io::{self, Write as _},
    net::TcpStream,
    time::Duration,
};
use support::is_disconnected;

/// Throws the connection away: in mid-line, or with replies on their way.
pub(crate) fn reset(client: &mut Client<'_>) -> Result<(), Trouble> {
    let stream = begin(client)?;
    // Closing a socket that is told to linger for no time at all resets the connection.
    unless_ended(SockRef::from(&stream).set_linger(Some(Duration::ZERO)));
    Ok(())
}

/// Closes it, in the same places.
pub(crate) fn vanish(client: &mut Client<'_>) -> Result<(), Trouble> {
    begin(client).map(drop)
}

/// Says something that is best not left alone.
fn begin(client: &mut Client<'_>) -> Result<TcpStream, Trouble> {
    let stream = client.station.connect(client.soak)?.stream;
    let text = match client.rng.u8(..4) {
        0 => String::new(),
        1 => "1+".to_owned(),
        2 => "pi\n".repeat(client.rng.usize(1..500)),
        _ => "1+1\n2*".to_owned(),
    };
    spoken((&stream).write_all(text.as_bytes()))?;
    Ok(stream)
}

/// That the server has gone in the middle is no news to who is about to leave.
pub(super) fn spoken(written: io::Result<()>) -> io::Result<()> {
    written.or_else(|error| if is_disconnected(&error) { Ok(()) } else { Err(error) })
}
