//! # Read a host and a port
//!
//! A URL, `curl --proxy`, most options called `--listen`: they take a host and a port in one word, `localhost:1081`.
//! That looks like a job for the colon, until somebody has an IPv6 address, which is full of colons. Therefore it
//! stands in brackets: `[::1]:80`. Programs that did not think of it had to be patched, one after another, when IPv6
//! came.
//!
//! **Your task:** tell the host and the port apart. The host is a name, an IPv4 address, or an IPv6 address in
//! brackets. Between the brackets there is an IPv6 address, as `Ipv6Addr` reads it, and nothing else. The brackets are
//! not part of the host: the host of `[::1]:80` is `::1`. A name may be written in any alphabet; it has no colon.
//! Whether it exists, and what else makes a good name, is not the question here. The port is written in the digits 0
//! to 9 and nothing else, and it is a number from 0 to 65535.
//!
//! Whatever does not have this form is `None`: the host or the port is missing, the port is too large, or has a sign
//! or a blank, an IPv6 address has no brackets, or only one, or something else is in the brackets. No text makes your
//! code panic. (An address with a scope, such as `fe80::1%eth0`, is not asked for here.)
//!
//! Read: part 1, "Ports" (`book/src/1-sockets/ports.md`).
//!
//! Check it: `cargo test --test ex1_1_host_and_port`, or `cargo grade host_and_port`.

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    todo!()
}
