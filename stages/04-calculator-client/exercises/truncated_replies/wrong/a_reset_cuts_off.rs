//! Turns every error inside a reply into `UnexpectedEof`.
//!
//! Rejected by: a_failed_connection_is_an_error

use std::io::{self, BufRead, ErrorKind};

/// The next reply, or `None` when there are no more.
pub fn receive(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut reply = Vec::new();
    let outcome = connection.read_until(b'\n', &mut reply);
    match reply.pop() {
        Some(b'\n') => Ok(Some(String::from_utf8_lossy(&reply).into_owned())),
        Some(_) => Err(ErrorKind::UnexpectedEof.into()),
        None => outcome.map(|_| None),
    }
}
