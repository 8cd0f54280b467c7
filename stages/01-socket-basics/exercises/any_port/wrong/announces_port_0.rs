//! Announces the port that it asked for instead of the port that it got.
//!
//! Rejected by: the_announced_port_leads_to_the_returned_listener

use std::{
    io::{self, Write},
    net::TcpListener,
};

/// Listens on a free port of this machine, and announces it in one line.
pub fn listen_on_any_port(out: &mut impl Write) -> io::Result<TcpListener> {
    let address = "127.0.0.1:0";
    let listener = TcpListener::bind(address)?;
    writeln!(out, "listening on {address}")?;
    out.flush()?;
    Ok(listener)
}
