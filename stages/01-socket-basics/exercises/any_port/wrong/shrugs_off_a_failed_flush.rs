//! Takes note of a failed write, and not of a failed flush, which is where a buffer writes.
//!
//! Rejected by: a_line_that_cannot_be_written_is_an_error

use std::{
    io::{self, Write},
    net::TcpListener,
};

/// Listens on a free port of this machine, and announces it in one line.
pub fn listen_on_any_port(out: &mut impl Write) -> io::Result<TcpListener> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    writeln!(out, "listening on {}", listener.local_addr()?)?;
    out.flush().ok();
    Ok(listener)
}
