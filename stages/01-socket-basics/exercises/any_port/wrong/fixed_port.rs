//! Uses a fixed port, which only one program at a time can have.
//!
//! Rejected by: two_servers_run_at_the_same_time

use std::{
    io::{self, Write},
    net::TcpListener,
};

/// Listens on a free port of this machine, and announces it in one line.
pub fn listen_on_any_port(out: &mut impl Write) -> io::Result<TcpListener> {
    let listener = TcpListener::bind("127.0.0.1:18081")?;
    writeln!(out, "listening on {}", listener.local_addr()?)?;
    out.flush()?;
    Ok(listener)
}
