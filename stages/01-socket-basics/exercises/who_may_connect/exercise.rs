//! # Decide who may connect
//!
//! In the winter of 2017 strangers deleted tens of thousands of MongoDB databases that were open to the whole internet.
//! Many of their owners had not opened anything: the program listened on every address by default. Since version 3.6 it
//! listens on `127.0.0.1` by default, where only programs on the same machine can connect.
//!
//! **Your task:** listen on `port`, on the address that the setting `bind` of your program's configuration asks for.
//!
//! - `None` means that the setting is missing: listen on `127.0.0.1`.
//! - `Some("*")` means everyone: listen on `0.0.0.0`, every IPv4 address of this machine.
//! - Otherwise it is an IPv4 or IPv6 address as `IpAddr` parses it, such as `Some("::1")`: listen on this address only.
//! - Everything else is an error of the kind `InvalidInput`: an empty setting, a name, an address with something before or
//!   after it, or a typing error.
//! - If the system does not let you listen on the address, return its error. Do not use another address or port instead: a
//!   server that guesses will one day guess "everyone".
//!
//! **You will need:** [`TcpListener::bind`](https://doc.rust-lang.org/std/net/struct.TcpListener.html#method.bind), which
//! takes a pair of an address and a port; [`IpAddr`](https://doc.rust-lang.org/std/net/enum.IpAddr.html) and
//! [`parse`](https://doc.rust-lang.org/std/primitive.str.html#method.parse);
//! [`Ipv4Addr::LOCALHOST`](https://doc.rust-lang.org/std/net/struct.Ipv4Addr.html#associatedconstant.LOCALHOST) and
//! [`Ipv4Addr::UNSPECIFIED`](https://doc.rust-lang.org/std/net/struct.Ipv4Addr.html#associatedconstant.UNSPECIFIED);
//! [`io::Error::new`](https://doc.rust-lang.org/std/io/struct.Error.html#method.new) and
//! [`ErrorKind`](https://doc.rust-lang.org/std/io/enum.ErrorKind.html).
//!
//! Read: part 1, "Binding a listener" (`book/src/1-sockets/binding.md`).
//!
//! Check it: `cargo test --test ex1_4_who_may_connect`, or `cargo grade who_may_connect`.

use std::{io, net::TcpListener};

/// Listens on the port and on the address of the setting; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    todo!()
}
