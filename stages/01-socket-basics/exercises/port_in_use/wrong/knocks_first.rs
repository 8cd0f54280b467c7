//! Connects to find out whether the port is taken, and does not expect that it may be when nobody answers.
//!
//! Rejected by: a_port_is_taken_also_when_nobody_answers_there

use std::net::{SocketAddr, TcpListener, TcpStream};

/// Listens on an address, or says in one sentence why that cannot be.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    if address.port() != 0 && TcpStream::connect(address).is_ok() {
        return Err(format!("{address} is already in use; stop the program that has it, or choose another port"));
    }
    TcpListener::bind(address).map_err(|error| format!("could not listen on {address}: {error}"))
}
