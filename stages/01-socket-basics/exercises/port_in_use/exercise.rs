//! # Say that a port is in use
//!
//! It is the first thing that ever goes wrong with a server: it runs already, in a window you forgot. Django says
//! "That port is already in use.", and you know what to do. A stack trace, or a program that silently tries again and
//! again, costs you the afternoon. So a good program tells this failure from all others, and says where it happened.
//!
//! **Your task:** listen on `address`. When another program has it, return this sentence with the address in it:
//! `127.0.0.1:1081 is already in use; stop the program that has it, or choose another port`. For every other failure,
//! whichever it is, return `could not listen on 127.0.0.1:1081: ` and then the system's own words, as the error displays
//! them. The address stands in both as it displays itself. Try once only: no second try, no pause, and no other address
//! or port in its place.
//!
//! Read: part 1, "Binding a listener" (`book/src/1-sockets/binding.md`).
//!
//! Check it: `cargo test --test ex1_3_port_in_use`, or `cargo grade port_in_use`.

use std::net::{SocketAddr, TcpListener};

/// Listens on an address, or says in one sentence why that cannot be.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    todo!()
}
