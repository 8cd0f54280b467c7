//! Takes for granted that the payload comes at once, and cuts it off where the first piece ends.
//!
//! Rejected by: a_frame_may_come_byte_by_byte

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
    let length = u32::from_be_bytes(header) as usize;
    if length > MAX_PAYLOAD {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut payload = vec![0; length];
    let count = connection.read(&mut payload)?;
    if count == 0 && length > 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    payload.truncate(count);
    Ok(Some(payload))
}
