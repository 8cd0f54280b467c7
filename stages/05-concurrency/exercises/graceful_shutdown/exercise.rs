//! # Leave well
//!
//! Each time a new version of a service is rolled out, Kubernetes tells the old one to stop, and ends it by force
//! half a minute later. By then a good server has finished what it was asked and hung up. A bad one waits for a
//! client that has nothing to say, until it is killed, and whoever was just being answered is left with half a reply:
//! was the money sent, or not?
//!
//! **Your task:** a server that can be stopped. `converse` runs on a thread of its own for each client. It answers
//! each line that ends in a line feed: calls `answer` with the line, without that line feed, and writes what that returns
//! and a line feed. All before the line feed belongs to the line, blanks and a CR too, and is UTF-8. When the client has
//! finished, `converse` returns, and the connection is closed at once. `stop` is called from another thread:
//!
//! - It returns at once, and waits for nobody.
//! - Each `converse` that waits for its client returns within a second, which closes the connection; one that is at a
//!   line answers it first, and then returns. Lines behind that one may be answered or not.
//! - What the client has said of a line that has not ended is never answered, neither then nor when the client has
//!   finished: half an order is none.
//! - A `converse` that comes later returns without an answer.
//!
//! `input` reads from `socket`, through a buffer; write your replies to `socket`. How a `converse` that waits learns of the
//! stop is up to you: only what its client sees is graded. A read with a short timeout, a look, and another read work on
//! every system. To end the input of the connection from another thread wakes a read on Linux and macOS, and not on Windows.
//!
//! Read: part 5, "Graceful shutdown" (`book/src/5-many/graceful-shutdown.md`).
//!
//! Check it: `cargo test --test ex5_6_graceful_shutdown`, or `cargo grade graceful_shutdown`.

use std::{
    io::{self, BufRead},
    net::TcpStream,
};

/// Talks with many clients, until it is stopped.
pub struct Server {
    // What `stop` has to know of those who are here, and they of `stop`.
}

impl Server {
    /// A server that nobody has stopped.
    pub fn new() -> Self {
        todo!()
    }

    /// Answers the lines of one client, until one of the two ends it.
    pub fn converse(
        &self,
        input: impl BufRead,
        socket: TcpStream,
        answer: impl Fn(&str) -> String,
    ) -> io::Result<()> {
        todo!()
    }

    /// Has every conversation come to its end.
    pub fn stop(&self) {
        todo!()
    }
}
