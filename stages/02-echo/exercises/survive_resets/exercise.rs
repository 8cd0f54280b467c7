//! # Outlive a reset
//!
//! A phone in a tunnel, a browser tab that is closed, a port scanner: connections break in the hands of every server, many
//! times an hour. Postfix takes note and takes the next one. A server whose loop says `?` or `unwrap` dies of the first
//! phone that loses its network, and everybody else's mail waits until somebody is woken up.
//!
//! **Your task:** serve one client after another: send back all that it sends, as it comes and however little a write takes,
//! until it has finished. Then drop its connection, which ends it, and turn to the next. Return when no more clients come,
//! and not before. Nothing that happens to one client may end your loop:
//!
//! - where a client should be, there may be an error of any kind, since accepting one can fail: go on to the next;
//! - reading or writing may fail with an error of any kind, since connections break: that ends this connection, and the next
//!   client gets its turn;
//! - a read or a write that was interrupted (`ErrorKind::Interrupted`) ends nothing: try again, as often as it takes.
//!
//! `TcpListener::incoming` is such an iterator, which waits for each client.
//!
//! Read: part 2, "Resets and dead peers" (`book/src/2-echo/resets.md`).
//!
//! Check it: `cargo test --test ex2_6_survive_resets`, or `cargo grade survive_resets`.

use std::io::{self, Read, Write};

/// Echoes to each client until it has finished, whatever happened to those before it.
pub fn serve<C: Read + Write>(clients: impl Iterator<Item = io::Result<C>>) {
    todo!()
}
