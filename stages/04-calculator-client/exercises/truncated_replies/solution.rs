//! Only a line that has its end is a reply: what `read_line` gives at the end of the connection may have none.

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
