//! Takes the bytes before the end of the stream for a reply.
//!
//! Rejected by: a_truncated_reply_is_an_error

use std::io::{self, BufRead};

/// The next reply, or `None` when there are no more.
pub fn receive(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut reply = String::new();
    if connection.read_line(&mut reply)? == 0 {
        return Ok(None);
    }
    Ok(Some(reply.trim_end().to_owned()))
}
