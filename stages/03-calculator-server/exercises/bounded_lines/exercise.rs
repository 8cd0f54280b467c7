//! # Lines that are not too long
//!
//! Who waits for the end of a line lets the other end decide how much memory that takes. One client that sends and sends
//! and never ends its line is enough to take a server down. So every server that reads lines bounds them: nginx a
//! header line to 8 KiB, mail servers a command to 512 bytes, our calculator a request to 1,024.
//!
//! **Your task:** reply to each line with its length in bytes, in digits. A line that has more than `max` bytes gets the
//! reply `too long` instead, once, as soon as it has one byte more than `max`: do not wait for its end, which may never
//! come. Then go on to its end without keeping it, and reply to the next line as ever. Here every line ends with LF, which
//! does not count (a CR before it does); only the last one may lack it. Each reply ends with LF. `max` may be any number,
//! from 0 to `usize::MAX`. Let no reply wait for more than its line. Return when the input ends.
//!
//! Read: part 3, "Limiting the line length" (`book/src/3-protocol/line-length.md`).
//!
//! Check it: `cargo test --test ex3_4_bounded_lines`, or `cargo grade bounded_lines`.

use std::io::{self, Read, Write};

/// Replies to each line with its length, or with `too long` if that is more than `max` bytes.
pub fn measure(connection: impl Read + Write, max: usize) -> io::Result<()> {
    todo!()
}
