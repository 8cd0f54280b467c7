//! # Notice a truncated reply
//!
//! A bank's program reads `14`, and the connection ends. Is the reply 14? Or is it the beginning of `1425`, from a server
//! that crashed in the middle of it? TCP delivers the bytes that were sent, in order, and then stops. Only the `\n` says
//! that a line is complete. A client that ignores it is right nearly always, and one day it is very wrong.
//!
//! **Your task:** read the next reply, which is one line. If it is complete, return it without its `\n`. An empty line is
//! a reply too, a reply may have any length, and every character other than the `\n` belongs to it. If the connection
//! ends before the first byte of a reply, there are no more replies: return `None`. If it ends in the middle of a reply,
//! return an error of the kind `UnexpectedEof`. If a read fails, return the error of the read. Take no more than this
//! reply out of the connection's buffer. (What you do with a complete line that is not UTF-8 is up to you.)
//!
//! You will need: [`BufRead::read_until`](https://doc.rust-lang.org/std/io/trait.BufRead.html#method.read_until),
//! [`Vec::pop`](https://doc.rust-lang.org/std/vec/struct.Vec.html#method.pop),
//! [`String::from_utf8`](https://doc.rust-lang.org/std/string/struct.String.html#method.from_utf8),
//! [`io::Error::new`](https://doc.rust-lang.org/std/io/struct.Error.html#method.new) and
//! [`ErrorKind::UnexpectedEof`](https://doc.rust-lang.org/std/io/enum.ErrorKind.html#variant.UnexpectedEof).
//!
//! Read: part 4, "Requests and replies" (`book/src/4-client/requests.md`).
//!
//! Check it: `cargo test --test ex4_3_truncated_replies`, or `cargo grade truncated_replies`.

use std::io::{self, BufRead};

/// The next reply, or `None` when there are no more.
pub fn receive(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    todo!()
}
