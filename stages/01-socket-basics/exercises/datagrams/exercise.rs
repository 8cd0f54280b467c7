//! # Keep the boundaries of datagrams
//!
//! A request to DNS, a line for `syslog`, a number for `statsd`: each of them is one UDP datagram. UDP has no stream and
//! no end. One send is one receive: a datagram arrives whole or not at all, and never together with another one. An empty
//! datagram is a message like any other; some programs send it to say "still here". And what does not fit into your
//! buffer is lost.
//!
//! **Your task:** receive the next `count` datagrams from `socket`, from any sender. Return them in the order in which they
//! arrived: one item for each datagram, with exactly its bytes.
//!
//! - Wait for datagrams that have not arrived yet.
//! - An empty datagram counts.
//! - A datagram may have up to 65,507 bytes, the maximum of UDP over IPv4, and they may be any bytes.
//! - What arrives after the last of the `count` datagrams stays in the socket for the next call. For a `count` of 0 you
//!   receive nothing at all.
//! - If receiving fails, return that error.
//!
//! **You will need:** [`UdpSocket::recv`](https://doc.rust-lang.org/std/net/struct.UdpSocket.html#method.recv), a buffer
//! made with [`vec!`](https://doc.rust-lang.org/std/macro.vec.html), a slice of it, and
//! [`to_vec`](https://doc.rust-lang.org/std/primitive.slice.html#method.to_vec).
//!
//! Read: part 1, "Datagrams keep message boundaries" (`book/src/1-sockets/datagrams.md`).
//!
//! Check it: `cargo test --test ex1_6_datagrams`, or `cargo grade datagrams`.

use std::{io, net::UdpSocket};

/// The next datagrams that arrive at the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    todo!()
}
