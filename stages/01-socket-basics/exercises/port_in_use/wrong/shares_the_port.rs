//! Sets the option with which two programs share a port.
//!
//! Rejected by: a_port_in_use_has_its_own_sentence

use socket2::{Domain, Socket, Type};
use std::{
    io::{self, ErrorKind},
    net::{SocketAddr, TcpListener},
};

/// Listens on an address, or says in one sentence why that cannot be.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    bind(address).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            format!("{address} is already in use; stop the program that has it, or choose another port")
        }
        _ => format!("could not listen on {address}: {error}"),
    })
}

fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    // What Unix calls reusing a port, Windows calls reusing an address.
    #[cfg(unix)]
    socket.set_reuse_port(true)?;
    #[cfg(windows)]
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(128)?;
    Ok(socket.into())
}
