//! Fills a buffer with a loop of its own, and tells by how much of it is filled what an end means.

use std::io::{self, ErrorKind, Read};

/// The longest payload that is received.
pub const MAX_PAYLOAD: usize = 64 * 1024;

/// The payload of the next frame; nothing when the input has ended before it.
pub fn receive(connection: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut header = [0; 4];
    match fill(connection, &mut header)? {
        0 => return Ok(None),
        4 => {}
        _ => return Err(io::Error::new(ErrorKind::UnexpectedEof, "the length is cut off")),
    }
    let [a, b, c, d] = header.map(usize::from);
    let length = (a << 24) + (b << 16) + (c << 8) + d;
    if length > MAX_PAYLOAD {
        return Err(io::Error::new(ErrorKind::InvalidData, format!("{length} bytes are too many")));
    }
    let mut payload = vec![0; length];
    if fill(connection, &mut payload)? < length {
        return Err(io::Error::new(ErrorKind::UnexpectedEof, "the payload is cut off"));
    }
    Ok(Some(payload))
}

/// How much of the buffer could be filled before the input ended.
fn fill(connection: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match connection.read(&mut buffer[filled..])? {
            0 => break,
            count => filled += count,
        }
    }
    Ok(filled)
}
