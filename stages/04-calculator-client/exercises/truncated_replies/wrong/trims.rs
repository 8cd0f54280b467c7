//! Trims all white space off the end of a reply, not only the `\n`.
//!
//! Rejected by: every_other_character_is_a_part_of_the_reply

use std::io::{self, BufRead, ErrorKind};

/// The next reply, or `None` when there are no more.
pub fn receive(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut reply = Vec::new();
    if connection.read_until(b'\n', &mut reply)? == 0 {
        return Ok(None);
    }
    if !reply.ends_with(b"\n") {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(String::from_utf8_lossy(&reply).trim_end().to_owned()))
}
