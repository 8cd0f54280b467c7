//! # Survive resets
//!
//! A phone in a tunnel, a browser tab that is closed, a port scanner: every server loses connections, many times an hour. The
//! mail server Postfix logs the loss and accepts the next client. A server with a `?` or an `unwrap` in its accept loop ends
//! when the first phone loses its network. Then nobody's mail is delivered until an administrator is woken up.
//!
//! **Your task:** serve one client after another. The clients come from the iterator `clients`; a `for` loop can go
//! through it. Send back everything that a client sends, as it arrives and however little a write takes, until the end of its
//! stream. Then drop the connection, which closes it, and serve the next client. Return when the iterator ends, and not
//! before. Nothing that happens to one client may end your loop:
//!
//! - The iterator may yield an error of any kind, since accepting a client can fail. Go on with the next item.
//! - Reading or writing may fail with an error of any kind, since connections break. Such an error ends this connection, and
//!   the next client is served.
//! - A read or a write that was interrupted (`ErrorKind::Interrupted`) ends nothing. Call it again, however often this
//!   happens.
//!
//! You will need:
//!
//! - [`TcpListener::incoming`](https://doc.rust-lang.org/std/net/struct.TcpListener.html#method.incoming), which returns such an
//!   iterator: it waits for each client
//! - [`Read::read`](https://doc.rust-lang.org/std/io/trait.Read.html#tymethod.read) and
//!   [`Write::write_all`](https://doc.rust-lang.org/std/io/trait.Write.html#method.write_all), and what each does when interrupted
//! - [`io::Error::kind`](https://doc.rust-lang.org/std/io/struct.Error.html#method.kind) and
//!   [`ErrorKind`](https://doc.rust-lang.org/std/io/enum.ErrorKind.html)
//!
//! Read: part 2, "Errors end a connection, never the server" (`book/src/2-echo/client-errors.md`).
//!
//! Check it: `cargo test --test ex2_6_survive_resets`, or `cargo grade survive_resets`.

use std::io::{self, Read, Write};

/// Echoes to each client until it has finished, whatever happened to the clients before it.
pub fn serve<C: Read + Write>(clients: impl Iterator<Item = io::Result<C>>) {
    todo!()
}
