//! Ignores some errors and continues.
//!
//! Rejected by: an_error_of_the_socket_is_returned

use std::{
    io::{self, ErrorKind},
    net::UdpSocket,
};

/// The next datagrams that come to the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut buffer = vec![0; 65_507];
    let mut datagrams = Vec::new();
    while datagrams.len() < count {
        match socket.recv(&mut buffer) {
            Ok(length) => datagrams.push(buffer[..length].to_vec()),
            Err(error)
                if matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(datagrams)
}
