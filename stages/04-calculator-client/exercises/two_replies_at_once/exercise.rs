//! # Two replies in one segment
//!
//! A client sends two requests, the server sends two replies, and both replies travel in one packet. A read that was
//! meant for the first reply returns the second one too. A client that throws the rest away waits forever for a reply
//! that it has already read. A client that reads one byte at a time pays for a system call each time. Every database
//! driver has to solve this problem.
//!
//! **Your task:** return one reply per call, in order. A reply ends with `\n`, which is not part of it; every other byte
//! is. It may have any length. Return a reply that has been read already without reading again, and read as much at once
//! as there is. After the last reply, when the connection has ended, return `None`. If it ended in the middle of a reply,
//! return an error of the kind `UnexpectedEof`. If a read fails, return the error of the read. You decide which fields
//! `Replies` has.
//!
//! You will need: [`BufReader`](https://doc.rust-lang.org/std/io/struct.BufReader.html) as a field, made with
//! [`BufReader::new`](https://doc.rust-lang.org/std/io/struct.BufReader.html#method.new), and
//! [`BufRead::read_until`](https://doc.rust-lang.org/std/io/trait.BufRead.html#method.read_until). Or, without them, a `Vec<u8>`,
//! [`Read::read`](https://doc.rust-lang.org/std/io/trait.Read.html#tymethod.read) and [`Vec::drain`](https://doc.rust-lang.org/std/vec/struct.Vec.html#method.drain).
//!
//! Read: part 4, "Requests and replies" (`book/src/4-client/requests.md`).
//!
//! Check it: `cargo test --test ex4_4_two_replies_at_once`, or `cargo grade two_replies_at_once`.

use std::io::{self, Read};

/// The replies that come over a connection.
pub struct Replies<C> {
    connection: C,
}

impl<C: Read> Replies<C> {
    /// Those that come over this connection, from the first one on.
    pub fn over(connection: C) -> Self {
        todo!()
    }

    /// The next reply, or `None` when there are no more.
    pub fn receive(&mut self) -> io::Result<Option<Vec<u8>>> {
        todo!()
    }
}
