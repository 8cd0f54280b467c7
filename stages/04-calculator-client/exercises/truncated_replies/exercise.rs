//! # Notice a truncated reply
//!
//! A bank's program reads `14` and the connection ends. Fourteen? Or the beginning of `1425`, sent by a server that
//! died in the middle of it? TCP delivers what was sent in order, and then stops: only the `\n` says that a line is
//! complete. A client that takes what it has for the answer is right nearly always, and one day it is very wrong.
//!
//! **Your task:** read the next reply, one line. If it is complete, return it without its `\n` (an empty one too is a
//! reply, and every other character is a part of it). If the server has ended the connection before the first byte of it, there are no more replies: return
//! `None`. If the connection ends in the middle of it, return an error of the kind `UnexpectedEof`; and if it breaks,
//! the error of the read. Take no more than this reply from the connection. (What is not UTF-8, though it has its end, is
//! left to you.)
//!
//! Read: part 4, "Requests and replies" (`book/src/4-client/requests.md`).
//!
//! Check it: `cargo test --test ex4_3_truncated_replies`, or `cargo grade truncated_replies`.

use std::io::{self, BufRead};

/// The next reply, or `None` when there are no more.
pub fn receive(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    todo!()
}
