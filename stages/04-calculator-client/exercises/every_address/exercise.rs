//! # Try every address
//!
//! A name often stands for several addresses. `localhost` is `::1` and `127.0.0.1`; a large web site has half a dozen.
//! A server may be down at one of them, or the network to one of them may be broken. A browser then tries the next
//! address, and you never notice. A program that tries only the first address reports that the whole site is down.
//!
//! **Your task:** try the addresses in their order, each once, until one accepts, and return that connection. Try no
//! address after it. Whatever error an address gives, go on with the next one. If none accepts, return all of them, in
//! order, each with the error that `connect_to` gave for it. (If there are no addresses, return an empty list.)
//!
//! You will need: [`match`](https://doc.rust-lang.org/std/keyword.match.html) on a `Result`,
//! [`Vec::push`](https://doc.rust-lang.org/std/vec/struct.Vec.html#method.push), and a closure as a parameter
//! ([`FnMut`](https://doc.rust-lang.org/std/ops/trait.FnMut.html); the page has a box on it).
//!
//! Read: part 4, "Connecting with a timeout" (`book/src/4-client/connecting.md`).
//!
//! Check it: `cargo test --test ex4_1_every_address`, or `cargo grade every_address`.

use std::{
    io,
    net::{SocketAddr, TcpStream},
};

/// Connects to the first address that accepts, or returns each address with its error. `connect_to` connects to one.
pub fn connect(
    addresses: &[SocketAddr],
    connect_to: impl FnMut(SocketAddr) -> io::Result<TcpStream>,
) -> Result<TcpStream, Vec<(SocketAddr, io::Error)>> {
    todo!()
}
