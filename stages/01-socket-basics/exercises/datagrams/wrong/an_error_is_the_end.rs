//! Treats an error as the end of the datagrams.
//!
//! Rejected by: an_error_of_the_socket_is_returned

use std::{io, net::UdpSocket};

/// The next datagrams that come to the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut buffer = vec![0; 65_507];
    let mut datagrams = Vec::new();
    while datagrams.len() < count {
        let Ok(length) = socket.recv(&mut buffer) else {
            break;
        };
        datagrams.push(buffer[..length].to_vec());
    }
    Ok(datagrams)
}
