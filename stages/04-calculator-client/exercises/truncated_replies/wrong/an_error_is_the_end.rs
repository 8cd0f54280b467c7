//! Swallows an error, and takes it for the end of the replies.
//!
//! Rejected by: a_failed_connection_is_an_error

use std::io::{self, BufRead, ErrorKind};

/// The next reply, or `None` when there are no more.
pub fn receive(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut reply = String::new();
    match connection.read_line(&mut reply) {
        Ok(0) | Err(_) => Ok(None),
        Ok(_) => match reply.pop() {
            Some('\n') => Ok(Some(reply)),
            _ => Err(ErrorKind::UnexpectedEof.into()),
        },
    }
}
