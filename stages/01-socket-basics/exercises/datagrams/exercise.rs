//! # Keep the borders of datagrams
//!
//! A question to DNS, a line for `syslog`, a number for `statsd`: each is one UDP datagram. UDP has no stream and no
//! end. One send is one receive: a datagram comes whole or not at all, and never together with another. An empty one
//! is a message like any other; some programs send it to say "still here". And what does not fit into your buffer is
//! lost.
//!
//! **Your task:** receive the next `count` datagrams from `socket`, whoever sends them, and return them in the order in
//! which they came: for each an item of its own, with exactly its bytes. Wait for those that have not come yet. An empty
//! datagram counts. A datagram may have up to 65,507 bytes, the most that UDP over IPv4 carries, and they may be any
//! bytes. Whatever comes after the last of the `count` stays in the socket for the next call, so that for a `count` of 0
//! nothing is received at all. If receiving fails, return that error.
//!
//! Read: part 1, "Datagrams keep message boundaries" (`book/src/1-sockets/datagrams.md`).
//!
//! Check it: `cargo test --test ex1_6_datagrams`, or `cargo grade datagrams`.

use std::{io, net::UdpSocket};

/// The next datagrams that come to the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    todo!()
}
