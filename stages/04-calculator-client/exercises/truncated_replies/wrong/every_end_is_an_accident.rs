//! Takes the end of the stream for an error, even where nothing was truncated.
//!
//! Rejected by: the_end_of_stream_between_two_replies_means_no_more_replies

use std::io::{self, BufRead, ErrorKind};

/// The next reply, or `None` when there are no more.
pub fn receive(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut reply = String::new();
    connection.read_line(&mut reply)?;
    match reply.pop() {
        Some('\n') => Ok(Some(reply)),
        _ => Err(ErrorKind::UnexpectedEof.into()),
    }
}
