//! # Lines that are not too long
//!
//! A server that waits for the end of a line lets the client decide how much memory that takes. One client that sends
//! without end, and never an LF, is enough to stop a server. So every server that reads lines limits their length: nginx
//! allows a header line 8 KiB, mail servers allow a command 512 bytes, our calculator allows a request 1,024.
//!
//! **Your task:** reply to each line with its length in bytes, in digits.
//!
//! - A line that has more than `max` bytes gets the reply `too long` instead, once, as soon as it has one byte more than
//!   `max`. Do not wait for its end, which may never come.
//! - Then discard the rest of that line, up to its LF, and reply to the next line as usual.
//! - Here every line ends with LF, which does not count (a CR before it does). Only the last line may have none.
//! - Each reply ends with LF, and is sent before you wait for more input.
//! - `max` may be any number from 0 to `usize::MAX`.
//! - Return when the input ends.
//!
//! You will need:
//!
//! - [`BufReader`](https://doc.rust-lang.org/std/io/struct.BufReader.html) and its [`get_mut`](https://doc.rust-lang.org/std/io/struct.BufReader.html#method.get_mut)
//! - [`Read::take`](https://doc.rust-lang.org/std/io/trait.Read.html#method.take) on [`Read::by_ref`](https://doc.rust-lang.org/std/io/trait.Read.html#method.by_ref)
//! - [`BufRead::read_until`](https://doc.rust-lang.org/std/io/trait.BufRead.html#method.read_until) and [`BufRead::skip_until`](https://doc.rust-lang.org/std/io/trait.BufRead.html#method.skip_until)
//! - [`u64::saturating_add`](https://doc.rust-lang.org/std/primitive.u64.html#method.saturating_add)
//! - [`writeln!`](https://doc.rust-lang.org/std/macro.writeln.html)
//!
//! Read: part 3, "Limiting the line length" (`book/src/3-protocol/line-length.md`).
//!
//! Check it: `cargo test --test ex3_4_bounded_lines`, or `cargo grade bounded_lines`.

use std::io::{self, Read, Write};

/// Replies to each line with its length, or with `too long` if that is more than `max` bytes.
pub fn measure(connection: impl Read + Write, max: usize) -> io::Result<()> {
    todo!()
}
