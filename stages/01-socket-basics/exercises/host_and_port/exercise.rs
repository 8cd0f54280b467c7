//! # Read a host and a port
//!
//! A URL, `curl --proxy` and most options called `--listen` have a host and a port in one text: `localhost:1081`. It
//! looks easy: split at the colon. But an IPv6 address is full of colons, and so it is written in brackets: `[::1]:80`.
//! Many programs that split at the first colon had to be changed when IPv6 came.
//!
//! **Your task:** return the host and the port of the text.
//!
//! - The host is a name, an IPv4 address, or an IPv6 address in brackets.
//! - Between the brackets there is an IPv6 address, as `Ipv6Addr` parses it, and nothing else. The brackets are not part
//!   of the host: the host of `[::1]:80` is `::1`.
//! - A name may be written in any alphabet, and has no colon. Do not check whether it exists, or anything else about it.
//! - The port consists of the digits 0 to 9 only, and it is a number from 0 to 65535. Leading zeros are allowed.
//!
//! For every other text return `None`. For example, the host or the port is missing. The port is too large, or it has a
//! sign or a space. An IPv6 address has no brackets, or only one. Something else is in the brackets.
//!
//! Your code never panics, whatever the text is. (An address with a zone, such as `fe80::1%eth0`, is not part of this
//! exercise.)
//!
//! **You will need:** the methods
//! [`split_once`](https://doc.rust-lang.org/std/primitive.str.html#method.split_once) or
//! [`rsplit_once`](https://doc.rust-lang.org/std/primitive.str.html#method.rsplit_once),
//! [`strip_prefix`](https://doc.rust-lang.org/std/primitive.str.html#method.strip_prefix),
//! [`strip_suffix`](https://doc.rust-lang.org/std/primitive.str.html#method.strip_suffix) and
//! [`parse`](https://doc.rust-lang.org/std/primitive.str.html#method.parse) of `str`; the types
//! [`Ipv6Addr`](https://doc.rust-lang.org/std/net/struct.Ipv6Addr.html) and
//! [`u16`](https://doc.rust-lang.org/std/primitive.u16.html); and
//! [`is_ascii_digit`](https://doc.rust-lang.org/std/primitive.char.html#method.is_ascii_digit) of `char`.
//!
//! Read: part 1, "Ports" (`book/src/1-sockets/ports.md`).
//!
//! Check it: `cargo test --test ex1_1_host_and_port`, or `cargo grade host_and_port`.

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    todo!()
}
