//! # Echo any bytes
//!
//! A photo, a zip archive, a phone call: most of what goes through sockets is not text. A *proxy*, such as HAProxy, is a
//! program between clients and servers. It may pass everything on and never look at what it means. Code that treats what
//! it reads as a string works in every demonstration, and breaks with the first photo.
//!
//! **Your task:** read from the connection once, and send back the bytes that this read returned: all of them, however few
//! of them a write takes, and nothing else. Return how many there were, which is 0 at the end of the stream. (The caller
//! calls your function again until it returns 0.) The size of your buffer is up to you, if it is at least one byte. If
//! reading or writing fails, return that error.
//!
//! You will need:
//!
//! - [`Read::read`](https://doc.rust-lang.org/std/io/trait.Read.html#tymethod.read), which fills the beginning of a buffer
//! - [`Write::write_all`](https://doc.rust-lang.org/std/io/trait.Write.html#method.write_all), which writes a whole slice
//! - a [slice](https://doc.rust-lang.org/std/primitive.slice.html) of an array, as in `&buffer[..count]`
//!
//! Read: part 2, "Listen, accept, read, write" (`book/src/2-echo/four-calls.md`).
//!
//! Check it: `cargo test --test ex2_1_any_bytes`, or `cargo grade any_bytes`.

use std::io::{self, Read, Write};

/// Sends back what one read returns, and returns how many bytes that was.
pub fn echo_once(connection: impl Read + Write) -> io::Result<usize> {
    todo!()
}
