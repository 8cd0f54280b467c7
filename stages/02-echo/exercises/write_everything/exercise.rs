//! # Write everything
//!
//! `write` is a question: how many of these bytes will you take? The answer may be fewer than you offer, and it is not an
//! error. When `curl` uploads a film, its progress meter adds up these answers; a program that ignores them sends films
//! with holes. `write_all` asks again until all is gone, but it does not say how far it has come. So this time you ask
//! again yourself.
//!
//! **Your task:** send all of `bytes`. Offer each `write` all that is left. After each one that has taken something, and
//! before the next, tell `progress` how many bytes are gone in all. A write that was interrupted (`ErrorKind::Interrupted`)
//! took nothing: try it again, as often as it takes. A write that succeeds and takes 0 bytes will take none the next time
//! either: return an error of the kind `ErrorKind::WriteZero` at once. Any other error, of whatever kind, ends it too, and
//! goes to the caller as it is. If there is nothing to send, there is nothing to write and to tell, and all is well.
//!
//! Read: part 2, "Short writes and backpressure" (`book/src/2-echo/short-writes.md`).
//!
//! Check it: `cargo test --test ex2_3_write_everything`, or `cargo grade write_everything`.

use std::io::{self, Write};

/// Sends all of `bytes`, and tells `progress` after each write how many of them are gone.
pub fn send_all(connection: impl Write, bytes: &[u8], progress: impl FnMut(usize)) -> io::Result<()> {
    todo!()
}
