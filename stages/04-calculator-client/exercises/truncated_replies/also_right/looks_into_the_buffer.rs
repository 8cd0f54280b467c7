//! Looks into the connection's buffer itself, and takes out of it what belongs to the reply.

use std::io::{self, BufRead, ErrorKind};

/// The next reply, or `None` when there are no more.
pub fn receive(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut reply = Vec::new();
    loop {
        let piece = connection.fill_buf()?;
        if piece.is_empty() {
            return if reply.is_empty() { Ok(None) } else { Err(ErrorKind::UnexpectedEof.into()) };
        }
        if let Some(end) = piece.iter().position(|&byte| byte == b'\n') {
            reply.extend_from_slice(&piece[..end]);
            connection.consume(end + 1);
            return Ok(Some(String::from_utf8_lossy(&reply).into_owned()));
        }
        reply.extend_from_slice(piece);
        let count = piece.len();
        connection.consume(count);
    }
}
