//! Clients that never complete a line: the server has to close each after its idle timeout.

use crate::{
    client::Client,
    pending::FULL,
    server::IDLE_TIMEOUT,
    state::{ClientError, POLL_INTERVAL},
    target::unless_ended,
};
use socket_basics::reason;
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Instant,
};
use support::{is_disconnected, is_timeout};

/// Never sends a byte.
pub(crate) fn silent(client: &mut Client<'_>) -> Result<(), ClientError> {
    until_closed(client, b"")
}

/// Sends one digit after another, and never the end of the line.
pub(crate) fn byte_by_byte(client: &mut Client<'_>) -> Result<(), ClientError> {
    until_closed(client, b"1")
}

/// Sends this, again and again, until the server closes the connection.
fn until_closed(client: &mut Client<'_>, bytes: &[u8]) -> Result<(), ClientError> {
    let mut stream = client.target.connect(client.run)?.stream;
    unless_ended(stream.set_read_timeout(Some(POLL_INTERVAL)));
    let start = Instant::now();
    while !is_closed(&mut stream)? {
        client.run.ensure_running()?;
        if start.elapsed() > IDLE_TIMEOUT + client.run.timeout {
            return Err(ClientError::violation(format_args!(
                "a client without a line is still there after {} seconds; {}",
                start.elapsed().as_secs(),
                client.target.log_about(&stream)
            )));
        }
        // The server may have closed it by now; the next read reports that.
        let _ = stream.write(bytes);
    }
    Ok(())
}

/// Waits a moment for end of file; a full server sends its rejection before it.
fn is_closed(stream: &mut TcpStream) -> Result<bool, ClientError> {
    let mut buffer = [0; 128];
    match stream.read(&mut buffer) {
        Ok(0) => Ok(true),
        Ok(count) if buffer[..count].starts_with(FULL.as_bytes()) => Err(ClientError::Rejected),
        Ok(count) => {
            let received = buffer[..count].escape_ascii();
            Err(ClientError::violation(format_args!(
                "the server sent \"{received}\" where no line was complete"
            )))
        }
        Err(error) if is_timeout(&error) => Ok(false),
        Err(error) if is_disconnected(&error) => Ok(true),
        Err(error) => Err(ClientError::violation(reason(&error))),
    }
}
