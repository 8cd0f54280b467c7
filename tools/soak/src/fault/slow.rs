//! Clients that take their time: the server has to lose its patience with each.

use crate::{
    client::Client,
    evidence::Trouble,
    ledger::FULL,
    patience::{IDLE_LIMIT, TICK},
    station::unless_ended,
};
use socket_basics::reason;
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Instant,
};
use support::{is_disconnected, is_timeout};

/// Never says a word.
pub(crate) fn silence(client: &mut Client<'_>) -> Result<(), Trouble> {
    wait_for_the_end(client, b"")
}

/// Says one digit after another, and never the end of the line.
pub(crate) fn drip(client: &mut Client<'_>) -> Result<(), Trouble> {
    wait_for_the_end(client, b"1")
}

/// Says this, again and again, until the server hangs up.
fn wait_for_the_end(client: &mut Client<'_>, drop: &[u8]) -> Result<(), Trouble> {
    let mut stream = client.station.connect(client.soak)?.stream;
    unless_ended(stream.set_read_timeout(Some(TICK)));
    let start = Instant::now();
    while !has_ended(&mut stream)? {
        client.soak.go_on()?;
        if start.elapsed() > IDLE_LIMIT + client.soak.patience {
            return Err(Trouble::wrong(format_args!(
                "a client without a line is still there after {} seconds; {}",
                start.elapsed().as_secs(),
                client.station.told_of(&stream)
            )));
        }
        // The end may come in between; the next read tells.
        let _ = stream.write(drop);
    }
    Ok(())
}

/// Waits a moment for the end; that there is no room may be said before it.
fn has_ended(stream: &mut TcpStream) -> Result<bool, Trouble> {
    let mut buffer = [0; 128];
    match stream.read(&mut buffer) {
        Ok(0) => Ok(true),
        Ok(count) if buffer[..count].starts_with(FULL.as_bytes()) => Err(Trouble::TurnedAway),
        Ok(count) => {
            let said = buffer[..count].escape_ascii();
            Err(Trouble::wrong(format_args!("the server said \"{said}\" where no line was complete")))
        }
        Err(error) if is_timeout(&error) => Ok(false),
        Err(error) if is_disconnected(&error) => Ok(true),
        Err(error) => Err(Trouble::wrong(reason(&error))),
    }
}
