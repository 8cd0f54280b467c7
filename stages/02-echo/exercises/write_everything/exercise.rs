//! # Write everything
//!
//! `write` may take fewer bytes than you offer. This is called a *short write*, and it is not an error. When `curl` uploads a
//! film, its progress meter adds up the numbers that its writes return. A program that ignores these numbers sends films
//! with holes. `write_all` calls `write` again until everything is taken, but it does not report how far it has come. So
//! this time you call `write` yourself.
//!
//! **Your task:** send all of `bytes`.
//!
//! - Offer each `write` everything that is left.
//! - After each write that took something, and before the next write, call `progress` with the number of bytes that were
//!   taken so far in total.
//! - A write that was interrupted (`ErrorKind::Interrupted`) took nothing. Call it again, however often this happens.
//! - A write that succeeds and takes 0 bytes will take none the next time either. Return an error of the kind
//!   `ErrorKind::WriteZero` at once.
//! - Return any other error, of whatever kind, unchanged and at once.
//! - If `bytes` is empty, do not call `progress`, and return `Ok(())`.
//!
//! You will need:
//!
//! - [`Write::write`](https://doc.rust-lang.org/std/io/trait.Write.html#tymethod.write), and its documentation of what it returns
//! - [`io::Error::kind`](https://doc.rust-lang.org/std/io/struct.Error.html#method.kind) and
//!   [`ErrorKind`](https://doc.rust-lang.org/std/io/enum.ErrorKind.html), which becomes an `io::Error` with `.into()`
//! - [`FnMut`](https://doc.rust-lang.org/std/ops/trait.FnMut.html): `progress` is a closure, called like a function,
//!   `progress(3)`; the parameter has to be `mut`
//!
//! Read: part 2, "Short writes and backpressure" (`book/src/2-echo/short-writes.md`).
//!
//! Check it: `cargo test --test ex2_4_write_everything`, or `cargo grade write_everything`.

use std::io::{self, Write};

/// Sends all of `bytes`, and reports to `progress` after each write how many of them were taken so far.
pub fn send_all(connection: impl Write, bytes: &[u8], progress: impl FnMut(usize)) -> io::Result<()> {
    todo!()
}
