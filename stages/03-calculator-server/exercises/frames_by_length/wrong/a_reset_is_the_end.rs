//! Takes a connection that breaks before a frame for one that has ended.
//!
//! Rejected by: a_connection_that_breaks_is_its_error

use std::io::{self, ErrorKind, Read};

/// The longest payload that is received.
pub const MAX_PAYLOAD: usize = 64 * 1024;

/// The payload of the next frame; nothing when the input has ended before it.
pub fn receive(connection: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut header = [0; 4];
    if connection.read_exact(&mut header[..1]).is_err() {
        return Ok(None);
    }
    connection.read_exact(&mut header[1..])?;
    let length = u32::from_be_bytes(header) as usize;
    if length > MAX_PAYLOAD {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut payload = vec![0; length];
    connection.read_exact(&mut payload)?;
    Ok(Some(payload))
}
