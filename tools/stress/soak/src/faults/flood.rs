//! A client that sends requests and never reads the replies.

use crate::{
    client::Client,
    server::IDLE_TIMEOUT,
    state::{ClientError, POLL_INTERVAL},
    target::unless_ended,
};
use socket2::SockRef;
use std::{io::Write as _, time::Instant};
use support::is_timeout;

/// Sends until the server closes the connection.
pub(crate) fn replies_unread(client: &mut Client<'_>) -> Result<(), ClientError> {
    let mut stream = client.target.connect(client.run)?.stream;
    unless_ended(stream.set_write_timeout(Some(POLL_INTERVAL)));
    // A fixed size keeps the system from giving a connection that is never read megabytes to be full of.
    unless_ended(SockRef::from(&stream).set_recv_buffer_size(4096));
    // The shortest request with the longest reply for its length.
    let requests = "\n".repeat(64 * 1024);
    let mut full_since = Instant::now();
    loop {
        client.run.ensure_running()?;
        match stream.write(requests.as_bytes()) {
            Ok(_) => full_since = Instant::now(),
            Err(error) if !is_timeout(&error) => return Ok(()),
            Err(_) if full_since.elapsed() > IDLE_TIMEOUT + client.run.timeout => {
                return Err(ClientError::violation(format_args!(
                    "a client that reads nothing is still there after {} seconds; {}",
                    full_since.elapsed().as_secs(),
                    client.target.log_about(&stream)
                )));
            }
            Err(_) => {}
        }
    }
}
