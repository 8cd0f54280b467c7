//! Looks for a free port with one listener, and serves with another, which gets another port.
//!
//! Rejected by: whoever_connects_to_the_announced_address_arrives

use std::{
    io::{self, Write},
    net::TcpListener,
};

/// Listens on a free port of this machine, and announces it in one line.
pub fn listen_on_any_port(out: &mut impl Write) -> io::Result<TcpListener> {
    let probe = TcpListener::bind("127.0.0.1:0")?;
    writeln!(out, "listening on {}", probe.local_addr()?)?;
    out.flush()?;
    TcpListener::bind("127.0.0.1:0")
}
