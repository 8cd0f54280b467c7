//! # Echo a megabyte
//!
//! A film that goes through an `ssh` tunnel may be bigger than the machine's memory. So it passes in pieces: read what has
//! arrived, send it on, read again. No piece says whether it is the last one. Its size says nothing either: a read may
//! return one byte in the middle of a film.
//!
//! **Your task:** send back everything that arrives, as it arrives, until the end of the stream. Return how many bytes there
//! were. However many there are, never hold more than 64 KiB (65,536 bytes) that you have read and not yet sent back. A
//! read may return fewer bytes than your buffer has room for, and a write may take fewer than you offer. If reading or
//! writing fails, return that error.
//!
//! You will need:
//!
//! - [`Read::read`](https://doc.rust-lang.org/std/io/trait.Read.html#tymethod.read), which returns 0 at the end of the stream
//! - [`Write::write_all`](https://doc.rust-lang.org/std/io/trait.Write.html#method.write_all), which writes a whole slice
//! - [`loop`](https://doc.rust-lang.org/std/keyword.loop.html), and `as u64` to make a `u64` of a `usize`
//!
//! Read: part 2, "A stream has no message boundaries" (`book/src/2-echo/message-boundaries.md`).
//!
//! Check it: `cargo test --test ex2_2_a_megabyte`, or `cargo grade a_megabyte`.

use std::io::{self, Read, Write};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(connection: impl Read + Write) -> io::Result<u64> {
    todo!()
}
