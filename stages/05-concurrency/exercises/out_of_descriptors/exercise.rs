//! # Out of descriptors
//!
//! A process may have only a limited number of files and connections open, often 1,024. At that limit `accept` fails: "Too
//! many open files". The client still waits in the accept queue, so `accept` fails again a microsecond later. An accept loop
//! that goes on at once uses a whole processor and fills the disk with its log. A loop that gives up disconnects all clients
//! that are being served. Yet some client will disconnect soon. So the server in Go's `net/http` pauses for a moment, and
//! tries again.
//!
//! **Your task:** return the next client. `accept` returns one, or an error:
//!
//! - `ErrorKind::Interrupted` (a signal arrived), `ConnectionAborted` and `ConnectionReset` (the client gave up while it
//!   waited, on Unix and on Windows) say nothing about the next accept. Try again at once, without a pause.
//! - `InvalidInput` means that this listener is closed for good. Return the error, as it is, and do not try again.
//! - All other errors are a shortage, of descriptors or of memory. Call `pause` once before you try again, each time. The
//!   pause is at least a millisecond and at most a second. Do not give up, however long the shortage lasts.
//!
//! `pause` stands for `thread::sleep`, so that the checks do not have to wait.
//!
//! **You will need:** [`io::Error::kind`](https://doc.rust-lang.org/std/io/struct.Error.html#method.kind),
//! [`ErrorKind`](https://doc.rust-lang.org/std/io/enum.ErrorKind.html),
//! [`Duration::from_millis`](https://doc.rust-lang.org/std/time/struct.Duration.html#method.from_millis), and closures as parameters
//! ([`FnMut`](https://doc.rust-lang.org/std/ops/trait.FnMut.html): declare the parameter `mut` to call it).
//!
//! Read: part 5, "Running out of file descriptors" (`book/src/5-many/descriptors.md`).
//!
//! Check it: `cargo test --test ex5_7_out_of_descriptors`, or `cargo grade out_of_descriptors`.

use std::{io, time::Duration};

/// Accepts the next client, through any shortage.
pub fn accept_next<C>(accept: impl FnMut() -> io::Result<C>, pause: impl FnMut(Duration)) -> io::Result<C> {
    todo!()
}
