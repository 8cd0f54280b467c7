//! Makes the socket with `socket2`, as a program does that needs its options.

use socket2::{Domain, Socket, Type};
use std::{
    io::{self, ErrorKind},
    net::{SocketAddr, TcpListener},
};

/// Listens on an address, or says in one sentence why that cannot be.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    let bound = || -> io::Result<TcpListener> {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
        if cfg!(unix) {
            socket.set_reuse_address(true)?;
        }
        socket.bind(&address.into())?;
        socket.listen(1024)?;
        Ok(socket.into())
    };
    bound().map_err(|error| {
        if error.kind() == ErrorKind::AddrInUse {
            format!("{address} is already in use; stop the program that has it, or choose another port")
        } else {
            format!("could not listen on {address}: {error}")
        }
    })
}
