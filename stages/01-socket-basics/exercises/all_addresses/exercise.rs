//! # Find all the addresses of a name
//!
//! A name often stands for several addresses: `localhost` for `::1` and `127.0.0.1`, a web site for a dozen. A
//! program that takes the first one works, until that one is out of order, or until it is an IPv6 address and the
//! network has no IPv6. `curl` and every browser keep them all, and try the next one when one does not answer.
//!
//! **Your task:** ask `resolve`, and nobody else, for the addresses of `host` with `port`, whatever the host looks
//! like. Return all of them, of both families, as they came. An address that came more than once is in the list once,
//! where it first came; two addresses are the same only if everything in them is. Keep the order: the system has put the
//! best ones first. If there is none at all, that is an error of the kind `NotFound` with the host in its words. An
//! error of `resolve`, of any kind, is returned as it is.
//!
//! In a real program `resolve` is the system: `|host, port| (host, port).to_socket_addrs()`, which returns just this
//! type.
//!
//! Read: part 1, "Name resolution" (`book/src/1-sockets/name-resolution.md`).
//!
//! Check it: `cargo test --test ex1_5_all_addresses`, or `cargo grade all_addresses`.

use std::{io, net::SocketAddr, vec::IntoIter};

/// All the addresses of a host, each with the port, in the order in which they should be tried.
pub fn addresses(
    host: &str,
    port: u16,
    resolve: impl FnOnce(&str, u16) -> io::Result<IntoIter<SocketAddr>>,
) -> io::Result<Vec<SocketAddr>> {
    todo!()
}
