//! # Lines, however they end
//!
//! A calculator server is asked from many places: `nc` on Linux ends a line with LF, `telnet` and Windows with CRLF, and
//! `printf 1+2 | nc -N localhost 1081` does not end it at all. Mail servers, Redis and IRC meet all three on one port. A
//! server that knows only one of them tells its clients that `1+2` is no expression, because of a CR that nobody sees.
//!
//! **Your task:** send every line back between `<` and `>`, with an LF: for `1+2` comes `<1+2>`. A line ends with LF or
//! CRLF, and that is not part of it. Every other byte is: blanks, zeros, bytes that are no text, a CR anywhere else. An
//! empty line is a line. What stands between the last LF and the end of the input is a line too, unless it is nothing.
//! Reply to each line as soon as it has ended, and return when the input ends.
//!
//! Read: part 3, "Framing with a delimiter" (`book/src/3-protocol/delimiters.md`).
//!
//! Check it: `cargo test --test ex3_1_lines`, or `cargo grade lines`.

use std::io::{self, Read, Write};

/// Sends every line back between `<` and `>`.
pub fn quote(connection: impl Read + Write) -> io::Result<()> {
    todo!()
}
