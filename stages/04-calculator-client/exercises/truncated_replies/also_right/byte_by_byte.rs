//! Reads byte by byte out of the connection's buffer until the end of the line.

use std::io::{self, BufRead, ErrorKind, Read};

/// The next reply, or `None` when there are no more.
pub fn receive(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut reply = Vec::new();
    for byte in connection.by_ref().bytes() {
        match byte? {
            b'\n' => {
                let text = String::from_utf8(reply);
                return text.map(Some).map_err(|_| io::Error::new(ErrorKind::InvalidData, "not text"));
            }
            other => reply.push(other),
        }
    }
    match reply.len() {
        0 => Ok(None),
        count => Err(io::Error::new(ErrorKind::UnexpectedEof, format!("cut off after {count} bytes"))),
    }
}
