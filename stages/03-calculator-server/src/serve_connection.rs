//! The loop that serves one connection: read, reply, write, until the client has sent its last request.

use crate::{Reply, Responder};
use std::io::{self, ErrorKind, Read, Write};

/// The size of the buffer for reading requests, in bytes.
///
/// The longest line fits, and so do hundreds of short ones. It also bounds what one client can make the server hold: no
/// more is read before the replies are written, and the reply that is longest for its
/// request has 31 bytes, to an empty line of one byte.
pub const READ_BUFFER_SIZE: usize = 2048;

/// Replies to every line that comes over the connection until its input ends, and returns the number of lines.
///
/// Replies that are ready together are sent in one write, before any more is read. So a client that does not read its
/// replies is not read from either.
///
/// # Errors
///
/// When the connection breaks, or a read or a write times out.
// ANCHOR: serve_connection
pub fn serve_connection(
    mut connection: impl Read + Write,
    handle_request: impl Fn(&[u8]) -> Reply,
) -> io::Result<u64> {
    let mut responder = Responder::new(handle_request);
    let mut buffer = [0; READ_BUFFER_SIZE];
    let mut replies = Vec::new();
    let mut requests = 0;
    loop {
        match connection.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => requests += responder.receive(&buffer[..count], &mut replies),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        connection.write_all(&replies)?;
        replies.clear();
        // Memory for a burst of requests is not kept until the client leaves.
        replies.shrink_to(READ_BUFFER_SIZE);
    }
    requests += responder.finish(&mut replies);
    connection.write_all(&replies)?;
    Ok(requests)
}
// ANCHOR_END: serve_connection
