//! Takes the end of the connection for an error, also where nothing was cut off.
//!
//! Rejected by: the_end_between_two_replies_means_that_there_are_no_more

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
