//! Skips an empty datagram, and then waits for one more than was sent.
//!
//! Rejected by: an_empty_datagram_is_a_datagram

use std::{io, net::UdpSocket};

/// The next datagrams that come to the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut buffer = vec![0; 65_507];
    let mut datagrams = Vec::new();
    while datagrams.len() < count {
        let length = socket.recv(&mut buffer)?;
        if length > 0 {
            datagrams.push(buffer[..length].to_vec());
        }
    }
    Ok(datagrams)
}
