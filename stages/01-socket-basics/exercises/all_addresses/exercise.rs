//! # Find all the addresses of a name
//!
//! A name often stands for several addresses: `localhost` for `::1` and `127.0.0.1`, a web site for a dozen. A
//! program that uses only the first one works until that address fails, or until it is an IPv6 address and the network
//! has no IPv6. `curl` and every browser keep all of them, and try the next one when one does not work.
//!
//! **Your task:** call `resolve` with `host` and `port`, whatever the host looks like, and return all the addresses that
//! it returns, of both families, unchanged.
//!
//! - If an address comes more than once, keep it only where it came first. Two addresses are equal only if all their parts
//!   are equal.
//! - Keep the order: the system has put the best addresses first.
//! - If there is no address at all, return an error of the kind `NotFound` with the host in its text.
//! - If `resolve` fails, return its error unchanged, whatever its kind is.
//! - Ask nothing else for addresses.
//!
//! In a real program `resolve` is the system: `|host, port| (host, port).to_socket_addrs()`, which returns exactly
//! this type. The tests pass a function of their own.
//!
//! **You will need:** a [`Vec`](https://doc.rust-lang.org/std/vec/struct.Vec.html) and its method
//! [`contains`](https://doc.rust-lang.org/std/primitive.slice.html#method.contains); a `for` loop over an
//! [`IntoIter`](https://doc.rust-lang.org/std/vec/struct.IntoIter.html);
//! [`io::Error::new`](https://doc.rust-lang.org/std/io/struct.Error.html#method.new) and
//! [`ErrorKind::NotFound`](https://doc.rust-lang.org/std/io/enum.ErrorKind.html#variant.NotFound).
//!
//! Read: part 1, "Name resolution" (`book/src/1-sockets/name-resolution.md`).
//!
//! Check it: `cargo test --test ex1_5_all_addresses`, or `cargo grade all_addresses`.

use std::{io, net::SocketAddr, vec::IntoIter};

/// All the addresses of a host, each with the port, in the order in which to try them.
pub fn addresses(
    host: &str,
    port: u16,
    resolve: impl FnOnce(&str, u16) -> io::Result<IntoIter<SocketAddr>>,
) -> io::Result<Vec<SocketAddr>> {
    todo!()
}
