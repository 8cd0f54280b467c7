//! # Shutting down a tokio server
//!
//! `tokio::spawn` starts a task, and nobody has to wait for it. That is convenient until the program ends: then the
//! runtime drops every task where it pauses, and so a client gets half of its reply. A server that is updated each day
//! does that each day.
//!
//! **Your task:** a server on tokio that loses no reply when it shuts down. `serve` accepts clients and serves all of
//! them at the same time. Each line that ends in a line feed is a request. Call `handle_request` with the line, without
//! that line feed, await the reply, and write it and a line feed. Lines are UTF-8, have any length, and no test sends a
//! CR. When a client has closed its half, it gets the replies to its lines, and its connection is closed. (What is left
//! of a line that has not ended may get a reply or not.) A broken connection ends, and harms no other.
//!
//! The future `shutdown` is ready when the server has to end. Then:
//!
//! - No client is accepted any more. The listener is closed, so that new clients are refused, before the last
//!   connection has ended.
//! - A connection that waits for its client ends at once. The beginning of a line gets no reply.
//! - A request that is being handled gets its reply, and a reply that is being written is written to its end, however
//!   slowly the client reads. Then the connection ends. Lines behind that one may get replies or not, but a client that
//!   goes on sending must not keep the server from ending.
//! - `serve` returns `Ok` when the last connection has ended. The runtime is dropped right afterwards.
//!
//! Wait for what happens, and never for a time. One check runs `serve` on a runtime without timers, where `sleep` and
//! `timeout` panic. (So leave out the idle timeout of the book's server.) Write as many further functions as you like.
//!
//! **You will need:** [`select!`](https://docs.rs/tokio/latest/tokio/macro.select.html),
//! [`pin!`](https://doc.rust-lang.org/std/pin/macro.pin.html), because `select!` polls `shutdown` in each round of a
//! loop, [`watch`](https://docs.rs/tokio/latest/tokio/sync/watch/index.html) to tell all tasks,
//! [`tokio::spawn`](https://docs.rs/tokio/latest/tokio/task/fn.spawn.html) or a
//! [`JoinSet`](https://docs.rs/tokio/latest/tokio/task/struct.JoinSet.html),
//! [`AsyncBufReadExt::lines`](https://docs.rs/tokio/latest/tokio/io/trait.AsyncBufReadExt.html#method.lines) and
//! [`AsyncWriteExt::write_all`](https://docs.rs/tokio/latest/tokio/io/trait.AsyncWriteExt.html#method.write_all).
//!
//! Read: part 5, "Graceful shutdown" (`book/src/5-many/graceful-shutdown.md`).
//!
//! Check it: `cargo test --test ex5_9_select_shutdown`, or `cargo grade select_shutdown`.

use std::io;
use tokio::net::TcpListener;

/// Serves all clients until `shutdown` is ready, and returns when the last connection has ended.
pub async fn serve<Handle, Reply>(
    listener: TcpListener,
    handle_request: Handle,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()>
where
    Handle: Fn(String) -> Reply + Clone + Send + 'static,
    Reply: Future<Output = String> + Send + 'static,
{
    todo!()
}
