//! # Let the system choose a port, and say which
//!
//! A fixed port works until the program runs twice: two test runs, two users, two copies of an editor's language
//! server. Port 0 means "any that is free". Then only the program itself knows which one it got, so it has to say it:
//! `chrome --remote-debugging-port=0` prints the port that it was given, and the tool that started it reads the line
//! and connects.
//!
//! **Your task:** listen on `127.0.0.1`, on a port that the system chooses. Then, when clients can connect already,
//! write one line to `out` that names the port that was chosen, such as `listening on 127.0.0.1:40123`. The words are
//! yours. The port stands among them as a decimal number, and a line feed ends the line. Return the listener. When the
//! function returns, all of the line must have left `out`, even if `out` keeps a buffer, or takes a few bytes at a time.
//! If it cannot be written or flushed, return that error: a server that nobody can find is no use.
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
