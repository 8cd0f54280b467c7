//! # Frames by length
//!
//! A line cannot hold a line end, so a photo does not fit into one. Many protocols say first how long a message is and
//! then send it: DNS over TCP, PostgreSQL, gRPC. On TCP the length itself may arrive in pieces, several messages may
//! arrive at once, and whoever connects may claim a length of four gigabytes.
//!
//! **Your task:** receive one frame: four bytes that say how long the payload is (a `u32`, the most significant byte
//! first), then the payload, which may be empty. Leave what comes after it where it is, for the next call.
//! - If the input ends before the first byte of a frame, return nothing: `Ok(None)`.
//! - If it ends inside a frame, be it in the length, fail with `ErrorKind::UnexpectedEof`.
//! - If the connection breaks, fail with the error that the read gave.
//! - If the payload is longer than [`MAX_PAYLOAD`], fail with `ErrorKind::InvalidData`, and wait for none of it.
//!
//! Read: part 3, "Framing with a length prefix" (`book/src/3-protocol/length-prefix.md`).
//!
//! Check it: `cargo test --test ex3_2_frames_by_length`, or `cargo grade frames_by_length`.

use std::io::{self, Read};

/// The longest payload that is received.
pub const MAX_PAYLOAD: usize = 64 * 1024;

/// The payload of the next frame; nothing when the input has ended before it.
pub fn receive(connection: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    todo!()
}
