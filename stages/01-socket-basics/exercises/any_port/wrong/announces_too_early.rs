//! Announces a port that was free a moment ago, and listens on it afterwards.
//!
//! Rejected by: clients_can_connect_once_the_line_is_written

use std::{
    io::{self, Write},
    net::TcpListener,
};

/// Listens on a free port of this machine, and announces it in one line.
pub fn listen_on_any_port(out: &mut impl Write) -> io::Result<TcpListener> {
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    writeln!(out, "listening on {address}")?;
    out.flush()?;
    TcpListener::bind(address)
}
