//! Announces what it asked for instead of what it got.
//!
//! Rejected by: whoever_connects_to_the_announced_address_arrives

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
