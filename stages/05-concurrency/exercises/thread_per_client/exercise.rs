//! # A thread for each client
//!
//! A mail program connects in the morning, and keeps its connection all day without sending much. A server that serves
//! one client until it disconnects, and only then turns to the next, is a server for one person. The oldest solution is
//! still in use: PostgreSQL has a process for each client, and MariaDB on Linux a thread.
//!
//! **Your task:** call `handle` with each client as soon as it connects, whatever the clients before it are doing.
//! Hundreds may be connected at the same time, and any of them may be silent for as long as it likes.
//!
//! - Accepting a client can fail. So the iterator may return an error of any kind in place of a client. Go on to the next.
//! - Return when no more clients come, which is when the iterator returns `None`.
//! - Clients that are still being handled at that time are handled to their end. `serve` may join its threads, and so wait
//!   for them, or it may return at once and leave them running. Both pass.
//!
//! `handle` never panics. `TcpListener::incoming` is such an iterator, which waits for each client.
//!
//! **You will need:** [`thread::spawn`](https://doc.rust-lang.org/std/thread/fn.spawn.html) and [`move`](https://doc.rust-lang.org/std/keyword.move.html) closures;
//! [`Result`](https://doc.rust-lang.org/std/result/enum.Result.html) and `if let`, or [`Iterator::flatten`](https://doc.rust-lang.org/std/iter/trait.Iterator.html#method.flatten).
//!
//! Read: part 5, "A thread per connection" (`book/src/5-many/threads.md`).
//!
//! Check it: `cargo test --test ex5_1_thread_per_client`, or `cargo grade thread_per_client`.

use std::io;

/// Handles all clients at the same time.
pub fn serve<C: Send + 'static>(clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    todo!()
}
