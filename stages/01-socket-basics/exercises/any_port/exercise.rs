//! # Let the system choose a port, and say which
//!
//! A fixed port works until the program runs twice: two test runs, two users, two copies of an editor's language
//! server. Port 0 means "any free port". Then only the program itself knows which port it got, so it has to print it.
//! For example, `chrome --remote-debugging-port=0` prints its port, and the tool that started it reads the line and
//! connects.
//!
//! **Your task:** listen on `127.0.0.1`, on a port that the system chooses, and return the listener.
//!
//! - Once clients can connect, write one line to `out` that has the port that was chosen, such as
//!   `listening on 127.0.0.1:40123`. The words are yours. The port is a decimal number, and a line feed ends the line.
//! - When the function returns, the whole line must be written. Nothing may be left in a buffer of `out`, even if `out`
//!   accepts only a few bytes with each `write`.
//! - If the line cannot be written or flushed, return that error: a server that no client can find is useless.
//!
//! **You will need:** [`TcpListener::bind`](https://doc.rust-lang.org/std/net/struct.TcpListener.html#method.bind) and
//! [`local_addr`](https://doc.rust-lang.org/std/net/struct.TcpListener.html#method.local_addr);
//! [`writeln!`](https://doc.rust-lang.org/std/macro.writeln.html), which writes everything, and
//! [`flush`](https://doc.rust-lang.org/std/io/trait.Write.html#tymethod.flush).
//!
//! Read: part 1, "Binding a listener" (`book/src/1-sockets/binding.md`).
//!
//! Check it: `cargo test --test ex1_2_any_port`, or `cargo grade any_port`.

use std::{
    io::{self, Write},
    net::TcpListener,
};

/// Listens on a free port of this machine, and announces it in one line.
pub fn listen_on_any_port(out: &mut impl Write) -> io::Result<TcpListener> {
    todo!()
}
