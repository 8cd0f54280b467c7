//! Removes the end of the line before it looks, so that an empty reply looks like the end of the stream.
//!
//! Rejected by: an_empty_reply_is_not_the_end

use std::io::{self, BufRead, ErrorKind};

/// The next reply, or `None` when there are no more.
pub fn receive(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut reply = String::new();
    connection.read_line(&mut reply)?;
    let text = reply.trim_end();
    if text.is_empty() {
        return Ok(None);
    }
    if !reply.ends_with('\n') {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(text.to_owned()))
}
