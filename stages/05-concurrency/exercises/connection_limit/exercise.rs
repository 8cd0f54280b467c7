//! # A connection limit
//!
//! Every client costs a file descriptor and some memory, and both are limited. When PostgreSQL has no room for one more
//! client, it says "sorry, too many clients already", and goes on serving the others. The hard part is not counting up.
//! It is counting down on every way out. A server that loses a permit with each broken connection is full within a week.
//!
//! **Your task:** a connection limit, which admits the given number of clients and never more, however many connect in
//! the same moment. (It is a counting semaphore.) `admit` is called from many threads at the same time, once for each
//! client.
//!
//! - If a permit is free, `admit` calls `handle` with the client, and returns what that returns. Clients that are being
//!   served do not wait for one another.
//! - If none is free, `admit` does not wait, and does not try again. It writes `busy` and a line feed to the client, all
//!   of it, and drops the client. Nobody else waits for that write. A rejected client takes no permit: not while `busy`
//!   is written, and not if the write fails. What `admit` returns then is up to you.
//! - When `handle` is over, the permit is free again, whether it ended well, with an error or with a panic. (A panic may
//!   go on to the caller.)
//!
//! **You will need:** [`NonZeroUsize::get`](https://doc.rust-lang.org/std/num/struct.NonZero.html#method.get), which returns
//! the number as a `usize`; [`Mutex`](https://doc.rust-lang.org/std/sync/struct.Mutex.html), or
//! [`AtomicUsize`](https://doc.rust-lang.org/std/sync/atomic/struct.AtomicUsize.html); [`Drop`](https://doc.rust-lang.org/std/ops/trait.Drop.html); and
//! [`Write::write_all`](https://doc.rust-lang.org/std/io/trait.Write.html#method.write_all).
//!
//! Read: part 5, "Connection limits" (`book/src/5-many/connection-limits.md`).
//!
//! Check it: `cargo test --test ex5_6_connection_limit`, or `cargo grade connection_limit`.

use std::{
    io::{self, Write},
    num::NonZeroUsize,
};

/// Admits the given number of clients, and no more.
pub struct ConnectionLimit {
    // Whatever it needs to know, for many threads at once.
}

impl ConnectionLimit {
    /// A limit of `max` clients.
    pub fn new(max: NonZeroUsize) -> Self {
        todo!()
    }

    /// Handles a client if a permit is free, and rejects it if not.
    pub fn admit<C: Write>(&self, client: C, handle: impl FnOnce(C) -> io::Result<()>) -> io::Result<()> {
        todo!()
    }
}
