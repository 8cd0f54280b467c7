//! # Decide who may connect
//!
//! In the winter of 2017 strangers emptied tens of thousands of MongoDB databases that were open to the whole
//! internet. Many an owner had opened nothing: the program listened on every address unless told otherwise. Since its
//! version 3.6 it listens on `127.0.0.1` unless told otherwise, where only programs on the same machine can connect.
//!
//! **Your task:** listen on `port`, at the address that the setting `bind` of your program's configuration asks for.
//! `None` means that nobody has set it: `127.0.0.1`. `Some("*")` is everyone: `0.0.0.0`, every IPv4 address of this
//! machine. Otherwise it is an IPv4 or IPv6 address as `IpAddr` reads it, such as `Some("::1")`, and you listen there and
//! nowhere else. Anything else is an error of the kind `InvalidInput`: an empty setting, a name, an address with
//! something before or behind it, a slip of the finger. If the system does not let you listen there, return its error:
//! no other address and no other port in its place. A server that guesses will one day guess "everyone".
//!
//! Read: part 1, "Binding a listener" (`book/src/1-sockets/binding.md`).
//!
//! Check it: `cargo test --test ex1_4_who_may_connect`, or `cargo grade who_may_connect`.

use std::{io, net::TcpListener};

/// Listens on the port, for those whom the setting lets in; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    todo!()
}
