//! # At most N
//!
//! Every client costs a descriptor and some memory, and there is an end to both. "Sorry, too many clients already",
//! says PostgreSQL to the one for whom there is no room, and goes on serving the others. The hard part is not to
//! count up. It is to count down on every way out: a place that is lost with each broken connection closes the house
//! within a week.
//!
//! **Your task:** a gate that lets so many clients in and never more, however many come in the same moment. `admit` is
//! called from many threads at the same time, once for each client.
//!
//! - If there is room, it calls `handle` with the client, and returns what that returns. Those inside do not wait for
//!   one another.
//! - If there is none, it does not wait: it writes `busy` and a line feed to the client, all of it, and is done with the
//!   client. Who is sent away takes no room, not even if that cannot be written. What `admit` returns then is up to you.
//! - When `handle` is over, the place is free again, whether it ended well, with an error or with a panic. (A panic
//!   may go on to the caller.)
//!
//! Read: part 5, "Connection limits" (`book/src/5-many/connection-limits.md`).
//!
//! Check it: `cargo test --test ex5_4_connection_limit`, or `cargo grade connection_limit`.

use std::{
    io::{self, Write},
    num::NonZeroUsize,
};

/// Lets so many clients in, and no more.
pub struct Gate {
    // Whatever it needs to know, for many threads at once.
}

impl Gate {
    /// A gate to a house with room for so many.
    pub fn new(max: NonZeroUsize) -> Self {
        todo!()
    }

    /// Has a client handled if there is room, and sends it away if not.
    pub fn admit<C: Write>(&self, client: C, handle: impl FnOnce(C) -> io::Result<()>) -> io::Result<()> {
        todo!()
    }
}
