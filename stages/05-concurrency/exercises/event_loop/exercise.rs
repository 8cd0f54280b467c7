//! # An event loop
//!
//! By default, Redis serves all its clients on one thread, and so does each process of nginx. Such a thread must never
//! wait for one client, because all others would wait with it. So it waits for all of them in one place, and does for
//! each what can be done at once. That is an event loop.
//!
//! **Your task:** an echo server that serves all its clients on the thread that calls `serve`. Every byte that a client
//! sends comes back to it, in order. No client delays another, even one that does not read what comes back. (You need not
//! limit how much you read in one turn from a client that never stops sending.)
//!
//! - `clients` is the listener. The token `LISTENER` is registered already: it is reported when clients may have
//!   connected. `next` does not wait. It returns `Some(Ok(client))`, or `Some(Err(error))` with the kind `WouldBlock`
//!   when no more clients are there now. Any other error means that one client could not be accepted, and perhaps the
//!   next one can.
//! - The clients' sockets are nonblocking. (`Source` is mio's trait for what can be registered.) Register each under a
//!   token of its own. `poll` reports it once when something changes (edge-triggered), and not again for what you have
//!   left unread.
//! - A read may return a part of what has arrived, a write may take a part of what it is offered, and a signal may
//!   interrupt both (`Interrupted`).
//! - Keep at most 100 KiB of output for a client. If the client does not read, read nothing more from it until it has
//!   taken some of that output.
//! - Call `read` for a client when `poll` has reported it, and not again and again for one that is silent. While nothing
//!   happens, wait in `poll`, with no timeout or one of at least 100 ms: that uses no processor time.
//! - When a client has ended its input, send what it has not got yet, and then drop its connection. If a connection
//!   fails, drop it at once.
//! - `next` returns `None` when no more clients come. Return `Ok(())` when the connections that are left have ended too.
//!
//! **You will need:** [`Poll::poll`](https://docs.rs/mio/latest/mio/struct.Poll.html#method.poll) and
//! [`Events`](https://docs.rs/mio/latest/mio/event/struct.Events.html);
//! [`Registry::register`](https://docs.rs/mio/latest/mio/struct.Registry.html#method.register) and
//! [`Interest`](https://docs.rs/mio/latest/mio/struct.Interest.html);
//! [`HashMap`](https://doc.rust-lang.org/std/collections/struct.HashMap.html);
//! [`Read::read`](https://doc.rust-lang.org/std/io/trait.Read.html#tymethod.read) and
//! [`Write::write`](https://doc.rust-lang.org/std/io/trait.Write.html#tymethod.write).
//!
//! Read: part 5, "An event loop by hand" (`book/src/5-many/event-loop.md`).
//!
//! Check it: `cargo test --test ex5_4_event_loop`, or `cargo grade event_loop`.

use mio::{Poll, Token, event::Source};
use std::io::{self, Read, Write};

/// The token of the listener, which is registered already.
pub const LISTENER: Token = Token(0);

/// Sends back to each client what it sends, on this thread. An error of `poll` itself is returned.
pub fn serve<C: Source + Read + Write>(
    mut poll: Poll,
    mut clients: impl Iterator<Item = io::Result<C>>,
) -> io::Result<()> {
    todo!()
}
