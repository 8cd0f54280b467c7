//! Connects in order to find out whether the port is in use, which misses a program that does not listen.
//!
//! Rejected by: a_port_is_in_use_even_if_no_program_listens_on_it

use std::net::{SocketAddr, TcpListener, TcpStream};

/// Listens on an address, or says in one sentence why that cannot be.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    if address.port() != 0 && TcpStream::connect(address).is_ok() {
        return Err(format!("{address} is already in use; stop the program that has it, or choose another port"));
    }
    TcpListener::bind(address).map_err(|error| format!("could not listen on {address}: {error}"))
}
