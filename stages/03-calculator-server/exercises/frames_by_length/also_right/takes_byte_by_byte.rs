//! An iterator over bytes gives the length, and a bounded reader the payload.

use std::io::{self, ErrorKind, Read};

/// The longest payload that is received.
pub const MAX_PAYLOAD: usize = 64 * 1024;

/// The payload of the next frame; nothing when the input has ended before it.
pub fn receive(connection: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = connection.by_ref().bytes();
    let mut length = match bytes.next() {
        None => return Ok(None),
        Some(first) => u64::from(first?),
    };
    for _ in 0..3 {
        let next = bytes.next().unwrap_or_else(|| Err(ErrorKind::UnexpectedEof.into()))?;
        length = length * 256 + u64::from(next);
    }
    if length > MAX_PAYLOAD as u64 {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut payload = Vec::new();
    let count = connection.take(length).read_to_end(&mut payload)?;
    if (count as u64) < length { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(Some(payload)) }
}
