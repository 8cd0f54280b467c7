//! Writes another sentence, and the port without the address.

use std::{
    io::{self, Write},
    net::{Ipv4Addr, SocketAddrV4, TcpListener},
};

/// Listens on a free port of this machine, and announces it in one line.
pub fn listen_on_any_port(out: &mut impl Write) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0))?;
    let port = listener.local_addr()?.port();
    let line = format!("Ready! This server is waiting for you on port {port}.\n");
    out.write_all(line.as_bytes())?;
    out.flush().map(|()| listener)
}
