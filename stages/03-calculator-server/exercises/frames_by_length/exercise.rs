//! # Frames by length
//!
//! A line cannot contain a line end, so a photo does not fit into one. Many protocols send the length of a message first,
//! and then the message: DNS over TCP, PostgreSQL, gRPC. On TCP the length itself may arrive in pieces, and several
//! messages may arrive at once. And any client may claim a length of four gigabytes.
//!
//! **Your task:** receive one frame: four bytes that hold the length of the payload (a `u32`, the most significant byte
//! first), then the payload, which may be empty. Do not read the bytes after it; they are for the next call.
//!
//! - If the input ends before the first byte of a frame, return `Ok(None)`.
//! - If it ends inside a frame, also inside the length, fail with `ErrorKind::UnexpectedEof`.
//! - If the connection breaks, fail with the error that the read returned.
//! - If the payload is longer than [`MAX_PAYLOAD`], fail with `ErrorKind::InvalidData`, without waiting for the payload.
//!
//! You will need:
//!
//! - [`Read::read`](https://doc.rust-lang.org/std/io/trait.Read.html#tymethod.read) and [`Read::read_exact`](https://doc.rust-lang.org/std/io/trait.Read.html#method.read_exact)
//! - [`Read::bytes`](https://doc.rust-lang.org/std/io/trait.Read.html#method.bytes) on [`Read::by_ref`](https://doc.rust-lang.org/std/io/trait.Read.html#method.by_ref), for the first byte
//! - [`u32::from_be_bytes`](https://doc.rust-lang.org/std/primitive.u32.html#method.from_be_bytes)
//! - [`io::Error`](https://doc.rust-lang.org/std/io/struct.Error.html), which `ErrorKind::InvalidData.into()` makes, and [`ErrorKind`](https://doc.rust-lang.org/std/io/enum.ErrorKind.html)
//!
//! Read: part 3, "Framing with a length prefix" (`book/src/3-protocol/length-prefix.md`).
//!
//! Check it: `cargo test --test ex3_2_frames_by_length`, or `cargo grade frames_by_length`.

use std::io::{self, Read};

/// The longest payload that is accepted, in bytes.
pub const MAX_PAYLOAD: usize = 64 * 1024;

/// The payload of the next frame, or `None` at the end of the input.
pub fn receive(connection: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    todo!()
}
