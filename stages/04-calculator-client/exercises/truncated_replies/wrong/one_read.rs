//! Takes the bytes of one read for the whole reply.
//!
//! Rejected by: a_reply_in_pieces_is_one_reply

use std::io::{self, BufRead, ErrorKind};

/// The next reply, or `None` when there are no more.
pub fn receive(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    let arrived = connection.fill_buf()?;
    let length = arrived.iter().position(|&byte| byte == b'\n').map_or(arrived.len(), |end| end + 1);
    let reply = String::from_utf8(arrived[..length].to_vec()).map_err(|_| ErrorKind::InvalidData)?;
    connection.consume(length);
    if length == 0 {
        return Ok(None);
    }
    Ok(Some(reply.trim_end_matches('\n').to_owned()))
}
