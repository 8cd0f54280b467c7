//! # Pipelining without a deadlock
//!
//! A client that waits for each reply before it sends the next request waits one round trip for each: to another
//! continent, that is fewer than ten requests a second. `redis-cli --pipe` and many database drivers go on sending while
//! the replies arrive. This is called pipelining. But a client that sends *everything* before it reads gets stuck if
//! there is enough of it: nobody reads the replies, so the server cannot write, so it stops reading, so the client cannot
//! write. With a few requests you do not notice, because the buffers of the two systems hold them.
//!
//! **Your task:** send all requests, each with a `\n`, without waiting for replies. At the same time read the replies and
//! call `on_reply` with each one as soon as it arrives, without its `\n`, in order. There is one reply to each request. A
//! line may have any length. When all replies have arrived, return; leave the connection open, because it may be used
//! again.
//!
//! If a reply is missing or truncated, or the connection fails, return an error. Do this also when you have not sent
//! everything yet and the server no longer reads. (After an error nobody uses the connection: you may shut it down.)
//!
//! A silent server, which keeps the connection open and sends nothing, is not an error here: wait for it, without a
//! timeout. What you do with a reply that is not UTF-8 is up to you.
//!
//! You will need: [`thread::scope`](https://doc.rust-lang.org/std/thread/fn.scope.html) and
//! [`ScopedJoinHandle::join`](https://doc.rust-lang.org/std/thread/struct.ScopedJoinHandle.html#method.join),
//! [`TcpStream`](https://doc.rust-lang.org/std/net/struct.TcpStream.html) by reference (`&TcpStream` reads and writes, and threads can share it),
//! [`BufReader`](https://doc.rust-lang.org/std/io/struct.BufReader.html), [`BufWriter`](https://doc.rust-lang.org/std/io/struct.BufWriter.html) and
//! [`TcpStream::shutdown`](https://doc.rust-lang.org/std/net/struct.TcpStream.html#method.shutdown).
//!
//! Read: part 4, "Pipelining and its deadlock" (`book/src/4-client/pipelining.md`).
//!
//! Check it: `cargo test --test ex4_6_pipelining`, or `cargo grade pipelining`.

use std::{io, net::TcpStream};

/// Sends all requests, and calls `on_reply` with the reply to each as soon as it arrives.
pub fn ask_all(connection: &TcpStream, requests: &[String], on_reply: impl FnMut(String)) -> io::Result<()> {
    todo!()
}
