//! # Ask without waiting: a pipeline
//!
//! Whoever waits for each reply before the next request waits a round trip each time: to another continent, ten
//! requests a second. `redis-cli --pipe` and the drivers of databases send on while the replies come in. But send
//! *everything* first, and with enough of it all stands still: nobody takes the replies, so the server cannot write,
//! so it does not read, so you cannot write. With a few requests you do not notice, because the system's buffers hold
//! them.
//!
//! **Your task:** send all requests, each with a `\n`, without waiting for replies; and meanwhile `take` each reply
//! as it comes, without its `\n`, in order. There is one reply to each request. Then return; the connection stays
//! open, for it may be used again. If a reply is missing or cut off, or the connection breaks, return an error; do so
//! also when you have not sent all yet and the server reads no more. (After an error nobody needs the connection: you
//! may shut it down. A server that keeps the connection and says nothing is waited for: to lose patience is not the
//! task. And what is not UTF-8 is left to you.)
//!
//! A `&TcpStream` can read and write, and threads can share it.
//!
//! Read: part 4, "Pipelining and its deadlock" (`book/src/4-client/pipelining.md`).
//!
//! Check it: `cargo test --test ex4_6_pipelining`, or `cargo grade pipelining`.

use std::{io, net::TcpStream};

/// Sends all of the requests, and hands over the reply to each as soon as it is there.
pub fn ask_all(connection: &TcpStream, requests: &[String], take: impl FnMut(String)) -> io::Result<()> {
    todo!()
}
