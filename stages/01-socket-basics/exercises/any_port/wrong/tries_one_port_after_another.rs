//! Tries one port after another until one is free.
//!
//! Rejected by: the_system_chooses_the_port

use std::{
    io::{self, Write},
    net::TcpListener,
};

/// Listens on a free port of this machine, and announces it in one line.
pub fn listen_on_any_port(out: &mut impl Write) -> io::Result<TcpListener> {
    let listener = (49_152..=u16::MAX).find_map(|port| TcpListener::bind(("127.0.0.1", port)).ok());
    let listener = listener.ok_or(io::ErrorKind::AddrInUse)?;
    writeln!(out, "listening on {}", listener.local_addr()?)?;
    out.flush()?;
    Ok(listener)
}
