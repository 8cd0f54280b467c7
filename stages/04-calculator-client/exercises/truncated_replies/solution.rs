//! Only a line with its end is a reply. It reads bytes, because a reply may be truncated inside a character.

use std::io::{self, BufRead, ErrorKind};

/// The next reply, or `None` when there are no more.
pub fn receive(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut reply = Vec::new();
    if connection.read_until(b'\n', &mut reply)? == 0 {
        return Ok(None);
    }
    match reply.pop() {
        Some(b'\n') => {
            String::from_utf8(reply).map(Some).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))
        }
        _ => Err(ErrorKind::UnexpectedEof.into()),
    }
}
