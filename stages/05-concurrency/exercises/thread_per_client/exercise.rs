//! # Do not let one client wait for another
//!
//! A mail program connects in the morning, and keeps its connection all day without saying much. A server that talks
//! with one client until it leaves, and only then turns to the next, is a server for one person. The oldest cure
//! still holds: PostgreSQL gives each client a process of its own, MariaDB a thread.
//!
//! **Your task:** call `handle` with each client as soon as it comes, whatever those before it are doing. Hundreds may
//! be there at the same time, and any of them may be silent for as long as it likes. Where a client should be, there
//! may be an error, of any kind, since accepting one can fail: go on to the next. Return when no more clients come.
//!
//! Clients that are still being handled then are handled to their end: `serve` may wait for that, or not. `handle`
//! never panics. `TcpListener::incoming` is such an iterator, which waits for each client.
//!
//! Read: part 5, "A thread per connection" (`book/src/5-many/threads.md`).
//!
//! Check it: `cargo test --test ex5_1_thread_per_client`, or `cargo grade thread_per_client`.

use std::io;

/// Handles all clients at the same time.
pub fn serve<C: Send + 'static>(clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    todo!()
}
