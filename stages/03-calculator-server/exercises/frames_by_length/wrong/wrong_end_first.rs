//! Takes the first byte of the length for the least significant one, as most processors keep numbers.
//!
//! Rejected by: a_frame_is_as_long_as_its_length_says

use std::io::{self, ErrorKind, Read};

/// The longest payload that is received.
pub const MAX_PAYLOAD: usize = 64 * 1024;

/// The payload of the next frame; nothing when the input has ended before it.
pub fn receive(connection: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let Some(first) = connection.by_ref().bytes().next().transpose()? else {
        return Ok(None);
    };
    let mut header = [first, 0, 0, 0];
    connection.read_exact(&mut header[1..])?;
    let length = u32::from_le_bytes(header) as usize;
    if length > MAX_PAYLOAD {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut payload = vec![0; length];
    connection.read_exact(&mut payload)?;
    Ok(Some(payload))
}
