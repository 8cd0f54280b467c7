//! # Lines, however they end
//!
//! Programs end a line in different ways: `nc` on Linux with LF, `telnet` and many Windows programs with CRLF. And
//! `printf 1+2 | nc -N localhost 1081` sends no line end at all. A server that knows only LF replies that `1+2` is not an
//! expression, because of a CR (`\r`) that nobody can see. CRLF is CR and then LF (`\n`).
//!
//! **Your task:** send every line back between `<` and `>`, followed by LF. The reply to `1+2` is `<1+2>`.
//!
//! - A line ends with LF or CRLF, and these bytes are not part of the line.
//! - Every other byte is part of it: spaces, zeros, bytes that are not UTF-8, a CR anywhere else.
//! - An empty line is a line. A line may have any length; limiting it is a later exercise.
//! - Bytes between the last LF and the end of the input are a line too. If there are none, there is no such line.
//! - Reply to each line as soon as it has ended, and return when the input ends.
//!
//! You will need:
//!
//! - [`BufReader`](https://doc.rust-lang.org/std/io/struct.BufReader.html) and its [`get_mut`](https://doc.rust-lang.org/std/io/struct.BufReader.html#method.get_mut)
//! - [`BufRead::read_until`](https://doc.rust-lang.org/std/io/trait.BufRead.html#method.read_until), which returns 0 at the end of the input
//! - [`Vec::pop`](https://doc.rust-lang.org/std/vec/struct.Vec.html#method.pop) or [`slice::strip_suffix`](https://doc.rust-lang.org/std/primitive.slice.html#method.strip_suffix)
//! - [`Write::write_all`](https://doc.rust-lang.org/std/io/trait.Write.html#method.write_all)
//!
//! Read: part 3, "Framing with a delimiter" (`book/src/3-protocol/delimiters.md`).
//!
//! Check it: `cargo test --test ex3_1_lines`, or `cargo grade lines`.

use std::io::{self, Read, Write};

/// Sends every line back between `<` and `>`.
pub fn quote(connection: impl Read + Write) -> io::Result<()> {
    todo!()
}
