//! # Wait for a whole line
//!
//! A client sends Redis one line, `DEL user:17`, with one write. The server's first read may bring `DEL user:1`. The network
//! moves bytes and knows nothing of lines: half a line may come, or two and a half. A server that takes a read for a line
//! deletes the wrong user, about once in a million times.
//!
//! **Your task:** answer each line with the number of its bytes, as a decimal number and a newline: `hello\n` with `5\n`,
//! the empty line `\n` with `0\n`. A line ends with `\n`, which does not count; all other bytes do, whatever they are.
//! Answer a line when it is whole: not earlier, and not later, and with all of the answer, however little a write takes. A
//! line may be as long as it likes; to bound it is not yet your worry. Return when the other end has finished; it never
//! leaves a line unfinished. If reading or writing fails, return that error.
//!
//! Read: part 2, "A stream has no message boundaries" (`book/src/2-echo/message-boundaries.md`).
//!
//! Check it: `cargo test --test ex2_4_whole_lines`, or `cargo grade whole_lines`.

use std::io::{self, Read, Write};

/// Answers each line with its length, until the input ends.
pub fn measure_lines(connection: impl Read + Write) -> io::Result<()> {
    todo!()
}
