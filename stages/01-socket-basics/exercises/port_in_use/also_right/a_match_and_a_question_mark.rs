//! Matches on the whole result, and builds the sentences without `format!`.

use std::{
    io::{Error, ErrorKind},
    net::{SocketAddr, TcpListener},
};

/// Listens on an address, or says in one sentence why that cannot be.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    let listener = match TcpListener::bind([address].as_slice()) {
        Ok(listener) => Ok(listener),
        Err(error) => Err(sentence(address, &error)),
    }?;
    Ok(listener)
}

fn sentence(address: SocketAddr, error: &Error) -> String {
    let address = address.to_string();
    if matches!(error.kind(), ErrorKind::AddrInUse) {
        return address + " is already in use; stop the program that has it, or choose another port";
    }
    ["could not listen on ", &address, ": ", &error.to_string()].concat()
}
