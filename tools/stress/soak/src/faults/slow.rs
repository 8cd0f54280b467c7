//! Clients that never complete a line, or never read a reply: the server has to close each after its idle timeout.

use crate::{
    client::{Client, read_some},
    pending::FULL,
    run::{ClientError, ClientResult, POLL_INTERVAL},
    target::IDLE_TIMEOUT,
};
use socket2::SockRef;
use std::{io::Write as _, net::TcpStream, time::Instant};
use support::is_timeout;

/// Never sends a byte.
pub(super) fn silent(client: &mut Client<'_>) -> ClientResult {
    until_closed(client, b"")
}

/// Sends one digit after another, and never the end of the line.
pub(super) fn byte_by_byte(client: &mut Client<'_>) -> ClientResult {
    until_closed(client, b"1")
}

/// Sends this, again and again, until the server closes the connection.
fn until_closed(client: &mut Client<'_>, bytes: &[u8]) -> ClientResult {
    let mut stream = client.connect()?.stream;
    let start = Instant::now();
    while !is_closed(&stream)? {
        ensure_in_time(client, &stream, start, "without a line")?;
        // The server may have closed it by now; the next read reports that.
        let _ = stream.write(bytes);
    }
    Ok(())
}

/// Waits a moment for end of file; a full server sends its rejection before it.
fn is_closed(stream: &TcpStream) -> ClientResult<bool> {
    match read_some(stream, &mut [0; 128])? {
        None => Ok(false),
        Some([]) => Ok(true),
        Some(line) if line.starts_with(FULL.as_bytes()) => Err(ClientError::Rejected),
        Some(other) => {
            let received = other.escape_ascii();
            Err(format!("the server sent \"{received}\" where no line was complete").into())
        }
    }
}

/// Sends requests and never reads the replies, until the server closes the connection.
pub(super) fn replies_unread(client: &mut Client<'_>) -> ClientResult {
    let mut stream = client.connect()?.stream;
    // macOS refuses both where the connection has ended already.
    let _ = stream.set_write_timeout(Some(POLL_INTERVAL));
    // A fixed size keeps the system from giving a connection that is never read megabytes to be full of.
    let _ = SockRef::from(&stream).set_recv_buffer_size(4096);
    // The shortest request with the longest reply for its length.
    let requests = "\n".repeat(64 * 1024);
    let mut full_since = Instant::now();
    loop {
        client.target.run.ensure_running()?;
        match stream.write(requests.as_bytes()) {
            Ok(_) => full_since = Instant::now(),
            Err(error) if !is_timeout(&error) => return Ok(()),
            Err(_) => ensure_in_time(client, &stream, full_since, "that reads nothing")?,
        }
    }
}

/// The server must not wait for a client longer than its idle timeout, and what a busy machine needs.
fn ensure_in_time(client: &Client<'_>, stream: &TcpStream, since: Instant, which: &str) -> ClientResult {
    let run = &client.target.run;
    run.ensure_running()?;
    if since.elapsed() <= IDLE_TIMEOUT + run.arguments.timeout {
        return Ok(());
    }
    let (seconds, log) = (since.elapsed().as_secs(), client.target.log_about(stream));
    Err(format!("a client {which} is still there after {seconds} seconds; {log}").into())
}
