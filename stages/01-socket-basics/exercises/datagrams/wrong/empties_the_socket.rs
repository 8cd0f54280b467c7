//! Receives everything that is there, and throws away what was not asked for.
//!
//! Rejected by: a_datagram_after_the_last_stays_in_the_socket

use std::{io, net::UdpSocket};

/// The next datagrams that come to the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut buffer = vec![0; 65_507];
    let mut datagrams = Vec::new();
    while datagrams.len() < count {
        let length = socket.recv(&mut buffer)?;
        datagrams.push(buffer[..length].to_vec());
    }
    socket.set_nonblocking(true)?;
    while let Ok(length) = socket.recv(&mut buffer) {
        datagrams.push(buffer[..length].to_vec());
    }
    socket.set_nonblocking(false)?;
    datagrams.truncate(count);
    Ok(datagrams)
}
