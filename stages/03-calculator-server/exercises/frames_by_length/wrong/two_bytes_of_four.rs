//! Makes the length of the last two of its bytes, which is enough for all short payloads.
//!
//! Rejected by: a_payload_is_received_whole_and_unchanged

use std::io::{self, ErrorKind, Read};

/// The longest payload that is received.
pub const MAX_PAYLOAD: usize = 64 * 1024;

/// The payload of the next frame; nothing when the input has ended before it.
pub fn receive(connection: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut header = [0; 4];
    if connection.read(&mut header[..1])? == 0 {
        return Ok(None);
    }
    connection.read_exact(&mut header[1..])?;
    let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
    if length > MAX_PAYLOAD {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut payload = vec![0; length];
    connection.read_exact(&mut payload)?;
    Ok(Some(payload))
}
