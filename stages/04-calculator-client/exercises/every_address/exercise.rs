//! # Try every address
//!
//! A name seldom means one address. `localhost` is `::1` and `127.0.0.1`, a web site has half a dozen, and on any of
//! them a machine may be down or the way to it broken. A browser that meets such an address tries the next, and you
//! never hear of it. A program that tries only the first tells you that the whole site is gone.
//!
//! **Your task:** dial the addresses in their order, each once, until one answers, and return that connection. Dial
//! no other after it. Whatever goes wrong with an address, go on with the next. If none answers, return them all, in
//! order, each with the error that dialling it gave. (Of no addresses that is an empty list.)
//!
//! Read: part 4, "Connecting with a timeout" (`book/src/4-client/connecting.md`).
//!
//! Check it: `cargo test --test ex4_1_every_address`, or `cargo grade every_address`.

use std::{
    io,
    net::{SocketAddr, TcpStream},
};

/// Connects to the first of the addresses that answers, or tells what became of each. `dial` connects to one.
pub fn connect(
    addresses: &[SocketAddr],
    dial: impl FnMut(SocketAddr) -> io::Result<TcpStream>,
) -> Result<TcpStream, Vec<(SocketAddr, io::Error)>> {
    todo!()
}
