//! Treats a write of 0 bytes as success.
//!
//! Rejected by: a_line_that_cannot_be_written_is_an_error

use std::{
    io::{self, Write},
    net::TcpListener,
};

/// Listens on a free port of this machine, and announces it in one line.
pub fn listen_on_any_port(out: &mut impl Write) -> io::Result<TcpListener> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let line = format!("listening on {}\n", listener.local_addr()?);
    let mut left = line.as_bytes();
    while !left.is_empty() {
        let taken = out.write(left)?;
        if taken == 0 {
            break;
        }
        left = &left[taken..];
    }
    out.flush()?;
    Ok(listener)
}
