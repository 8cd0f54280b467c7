//! # Out of descriptors
//!
//! A process may have so many files and connections open, often 1,024, and then `accept` fails: "Too many open
//! files". The client still stands at the door, so `accept` fails again a microsecond later. A loop that goes on at
//! once burns a processor and fills the disk with its log; a loop that gives up takes all who are inside with it. Yet
//! somebody will leave soon. So the server in Go's `net/http` takes a short rest, and tries again.
//!
//! **Your task:** return the next client. `accept` brings one, or an error:
//!
//! - `ErrorKind::Interrupted` and `ConnectionAborted` (a signal came in; the client gave up while it waited) mean nothing
//!   for the next one: try again at once, without a pause.
//! - `InvalidInput` means that this listener is closed for good: return the error, as it is, and try nothing more.
//! - All others are a shortage, of descriptors or of memory. Call `pause` once before you try again, each time, with no
//!   less than a millisecond and no more than a second. Do not give up, however long it takes.
//!
//! `pause` stands for `thread::sleep`, so that a check need not wait.
//!
//! Read: part 5, "Running out of file descriptors" (`book/src/5-many/descriptors.md`).
//!
//! Check it: `cargo test --test ex5_5_out_of_descriptors`, or `cargo grade out_of_descriptors`.

use std::{io, time::Duration};

/// Accepts the next client, whatever it takes.
pub fn next_client<C>(accept: impl FnMut() -> io::Result<C>, pause: impl FnMut(Duration)) -> io::Result<C> {
    todo!()
}
