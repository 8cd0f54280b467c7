//! Finds a free port with one listener, and returns another listener with another port.
//!
//! Rejected by: the_announced_port_leads_to_the_returned_listener

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
