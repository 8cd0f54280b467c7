//! # Echo any bytes
//!
//! A photo, a zip archive, a phone call: most of what goes through sockets is not text. A proxy such as HAProxy passes all of
//! it on and never asks what it means. Code that takes what it reads for a string works in every demonstration, and breaks
//! with the first photo.
//!
//! **Your task:** read from the connection once, and send back the bytes that this read has brought: all of them, however
//! few of them a write takes, and nothing else. Return how many there were: 0 when the other end has finished. (Your caller
//! calls you again until you say 0.) How many bytes you make room for is up to you, if it is at least one. If reading or
//! writing fails, return that error.
//!
//! Read: part 2, "Listen, accept, read, write" (`book/src/2-echo/four-calls.md`).
//!
//! Check it: `cargo test --test ex2_1_any_bytes`, or `cargo grade any_bytes`.

use std::io::{self, Read, Write};

/// Sends back what one read brings, and returns how many bytes that was.
pub fn echo_once(connection: impl Read + Write) -> io::Result<usize> {
    todo!()
}
