//! # Wait for a whole line
//!
//! A client sends one line to the database Redis, `DEL user:17`, with one write. The server's first read may return `DEL user:1`. The network
//! moves bytes and knows nothing of lines: half a line may arrive, or two and a half. A server that treats each read as a
//! line deletes the wrong user, about once in a million times.
//!
//! **Your task:** reply to each line with the number of its bytes, as a decimal number and a newline: to `hello\n` with
//! `5\n`, to the empty line `\n` with `0\n`.
//!
//! - A line ends with `\n`, which does not count. All other bytes count, whatever they are.
//! - Reply to a line as soon as it is complete, and not earlier. Send the whole reply, however little a write takes.
//! - A line may have any length. Limiting it is a later exercise.
//! - Return at the end of the stream. The client never leaves a line unfinished.
//! - If reading or writing fails, return that error.
//!
//! You will need:
//!
//! - [`BufReader`](https://doc.rust-lang.org/std/io/struct.BufReader.html), which keeps what was read too early, and its
//!   [`get_mut`](https://doc.rust-lang.org/std/io/struct.BufReader.html#method.get_mut), which lends you the connection
//! - [`BufRead::read_until`](https://doc.rust-lang.org/std/io/trait.BufRead.html#method.read_until), which appends to a `Vec<u8>`
//! - [`Write::write_all`](https://doc.rust-lang.org/std/io/trait.Write.html#method.write_all) and
//!   [`format!`](https://doc.rust-lang.org/std/macro.format.html), or
//!   [`writeln!`](https://doc.rust-lang.org/std/macro.writeln.html)
//!
//! Read: part 2, "A stream has no message boundaries" (`book/src/2-echo/message-boundaries.md`).
//!
//! Check it: `cargo test --test ex2_3_whole_lines`, or `cargo grade whole_lines`.

use std::io::{self, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(connection: impl Read + Write) -> io::Result<()> {
    todo!()
}
