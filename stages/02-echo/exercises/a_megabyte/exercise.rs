//! # Echo a megabyte
//!
//! A film that goes through a tunnel of `ssh` may be bigger than the machine's memory. So it passes in pieces: take
//! what has come, send it on, take the next. No piece says whether it is the last one, and its size says nothing either:
//! a read may bring one byte in the middle of a film.
//!
//! **Your task:** send back all that comes, as it comes, until the other end has finished. Return how many bytes there were.
//! However many there are, never hold more than 64 KiB (65,536 bytes) of them that you have read and not yet sent back. A
//! read may bring fewer bytes than you have room for, and a write may take fewer than you offer. If reading or writing
//! fails, return that error.
//!
//! Read: part 2, "A stream has no message boundaries" (`book/src/2-echo/message-boundaries.md`).
//!
//! Check it: `cargo test --test ex2_2_a_megabyte`, or `cargo grade a_megabyte`.

use std::io::{self, Read, Write};

/// Sends back all that comes until the input ends, and returns how many bytes that was.
pub fn echo(connection: impl Read + Write) -> io::Result<u64> {
    todo!()
}
