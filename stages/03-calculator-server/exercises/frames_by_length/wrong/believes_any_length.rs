//! Waits for as many bytes as the peer claims will come.
//!
//! Rejected by: a_claim_beyond_the_bound_is_refused_at_once

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
    let length = u64::from(u32::from_be_bytes(header));
    let mut payload = Vec::new();
    connection.take(length).read_to_end(&mut payload)?;
    if payload.len() as u64 == length { Ok(Some(payload)) } else { Err(ErrorKind::UnexpectedEof.into()) }
}
