//! Buffers within the call, and throws away what the buffer had read of the next frames.
//!
//! Rejected by: the_next_frame_is_left_for_the_next_call

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

/// The longest payload that is received.
pub const MAX_PAYLOAD: usize = 64 * 1024;

/// The payload of the next frame; nothing when the input has ended before it.
pub fn receive(connection: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut connection = BufReader::new(connection);
    if connection.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let mut header = [0; 4];
    connection.read_exact(&mut header)?;
    let length = u32::from_be_bytes(header) as usize;
    if length > MAX_PAYLOAD {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut payload = vec![0; length];
    connection.read_exact(&mut payload)?;
    Ok(Some(payload))
}
