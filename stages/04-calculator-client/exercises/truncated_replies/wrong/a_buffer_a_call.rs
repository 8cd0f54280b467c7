//! Wraps the connection in a buffer of its own, and loses the next replies with it when the call ends.
//!
//! Rejected by: two_replies_that_come_at_once_are_two

use std::io::{self, BufRead, BufReader, ErrorKind};

/// The next reply, or `None` when there are no more.
pub fn receive(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut reply = Vec::new();
    if BufReader::new(connection).read_until(b'\n', &mut reply)? == 0 {
        return Ok(None);
    }
    match reply.pop() {
        Some(b'\n') => Ok(Some(String::from_utf8_lossy(&reply).into_owned())),
        _ => Err(ErrorKind::UnexpectedEof.into()),
    }
}
