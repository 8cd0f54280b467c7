//! Reads exactly as many bytes as are due: one, three, and then as many as they say.

use std::io::{self, ErrorKind, Read};

/// The longest payload that is received.
pub const MAX_PAYLOAD: usize = 64 * 1024;

/// The payload of the next frame; nothing when the input has ended before it.
#[expect(
    clippy::unbuffered_bytes,
    reason = "one byte is asked for this way: it tells an end from a frame cut off"
)]
pub fn receive(connection: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let Some(first) = connection.by_ref().bytes().next().transpose()? else {
        return Ok(None);
    };
    let mut header = [first, 0, 0, 0];
    connection.read_exact(&mut header[1..])?;
    let length = u32::from_be_bytes(header) as usize;
    if length > MAX_PAYLOAD {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut payload = vec![0; length];
    connection.read_exact(&mut payload)?;
    Ok(Some(payload))
}
