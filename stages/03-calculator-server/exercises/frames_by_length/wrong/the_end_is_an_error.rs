//! Passes the end between two frames on as an error.
//!
//! Rejected by: nothing_is_returned_at_the_end_and_only_there

use std::io::{self, ErrorKind, Read};

/// The longest payload that is received.
pub const MAX_PAYLOAD: usize = 64 * 1024;

/// The payload of the next frame; nothing when the input has ended before it.
pub fn receive(connection: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
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
