//! # Two replies in one segment
//!
//! A client asks twice, the server replies twice, and both replies travel in one packet. A read that was meant for
//! the first brings the second along. Whoever throws the rest away waits for ever for a reply that has come already;
//! whoever reads byte by byte pays for a system call each. A driver of a database meets this with its first busy
//! user.
//!
//! **Your task:** give one reply a call, in order. A reply ends with `\n`, which is not part of it; every other byte
//! is. What has come is given without waiting for more, and a read takes as much as there is. After the last reply,
//! when the connection has ended, give `None`; when it ended in the middle of a reply, an error of the kind
//! `UnexpectedEof`; and if it breaks, the error of the read. What `Replies` consists of is up to you.
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
