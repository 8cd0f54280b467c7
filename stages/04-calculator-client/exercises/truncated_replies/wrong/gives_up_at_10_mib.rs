//! Reads no more than 10 MiB of a reply, and reports a longer one as truncated.
//!
//! Rejected by: every_other_character_is_a_part_of_the_reply

use std::io::{self, BufRead, ErrorKind, Read as _};

/// The next reply, or `None` when there are no more.
pub fn receive(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut reply = Vec::new();
    if connection.take(10 << 20).read_until(b'\n', &mut reply)? == 0 {
        return Ok(None);
    }
    match reply.pop() {
        Some(b'\n') => {
            String::from_utf8(reply).map(Some).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))
        }
        _ => Err(ErrorKind::UnexpectedEof.into()),
    }
}
