//! A client that asks more than it wants to know.

use crate::{
    client::Client,
    evidence::Trouble,
    patience::{IDLE_LIMIT, TICK},
    station::unless_ended,
};
use socket2::SockRef;
use std::{io::Write as _, time::Instant};
use support::is_timeout;

/// Asks and asks and never reads, until the server throws it out.
pub(crate) fn replies_unread(client: &mut Client<'_>) -> Result<(), Trouble> {
    let mut stream = client.station.connect(client.soak)?.stream;
    unless_ended(stream.set_write_timeout(Some(TICK)));
    // A fixed size keeps the system from giving a connection that is never read megabytes to be full of.
    unless_ended(SockRef::from(&stream).set_recv_buffer_size(4096));
    // The shortest request with the longest reply for its length.
    let requests = "\n".repeat(64 * 1024);
    let mut full_since = Instant::now();
    loop {
        client.soak.go_on()?;
        match stream.write(requests.as_bytes()) {
            Ok(_) => full_since = Instant::now(),
            Err(error) if !is_timeout(&error) => return Ok(()),
            Err(_) if full_since.elapsed() > IDLE_LIMIT + client.soak.patience => {
                return Err(Trouble::wrong(format_args!(
                    "a client that reads nothing is still there after {} seconds; {}",
                    full_since.elapsed().as_secs(),
                    client.station.told_of(&stream)
                )));
            }
            Err(_) => {}
        }
    }
}
