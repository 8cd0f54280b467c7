//! Says of whatever goes wrong inside a frame that the input has ended.
//!
//! Rejected by: a_connection_that_breaks_is_its_error

use std::io::{self, ErrorKind, Read};

/// The longest payload that is received.
pub const MAX_PAYLOAD: usize = 64 * 1024;

/// The payload of the next frame; nothing when the input has ended before it.
pub fn receive(connection: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut header = [0; 4];
    if connection.read(&mut header[..1])? == 0 {
        return Ok(None);
    }
    connection.read_exact(&mut header[1..]).map_err(|_| ErrorKind::UnexpectedEof)?;
    let length = u32::from_be_bytes(header) as usize;
    if length > MAX_PAYLOAD {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut payload = vec![0; length];
    connection.read_exact(&mut payload).map_err(|_| ErrorKind::UnexpectedEof)?;
    Ok(Some(payload))
}
