//! Reads text, so that a reply truncated inside a character gives another error than a truncated reply.
//!
//! Rejected by: a_truncated_reply_is_an_error

use std::io::{self, BufRead, ErrorKind};

/// The next reply, or `None` when there are no more.
pub fn receive(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut reply = String::new();
    if connection.read_line(&mut reply)? == 0 {
        return Ok(None);
    }
    match reply.pop() {
        Some('\n') => Ok(Some(reply)),
        _ => Err(ErrorKind::UnexpectedEof.into()),
    }
}
