//! Tries three times, with a short pause.
//!
//! Rejected by: it_tries_once

use std::{
    io::ErrorKind,
    net::{SocketAddr, TcpListener},
    thread,
    time::Duration,
};

/// Listens on an address, or says in one sentence why that cannot be.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    let mut tries = 0;
    loop {
        tries += 1;
        match TcpListener::bind(address) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse && tries < 3 => {
                thread::sleep(Duration::from_millis(10));
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                return Err(format!(
                    "{address} is already in use; stop the program that has it, or choose another port"
                ));
            }
            Err(error) => return Err(format!("could not listen on {address}: {error}")),
        }
    }
}
