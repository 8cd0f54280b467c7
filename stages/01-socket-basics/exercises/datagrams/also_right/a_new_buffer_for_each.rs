//! Receives each datagram into a vector of its own, and truncates it.

use std::{io, net::UdpSocket};

/// The next datagrams that come to the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut datagrams = Vec::new();
    while datagrams.len() < count {
        let mut datagram = vec![0; 65_536];
        let (length, _sender) = socket.recv_from(&mut datagram)?;
        datagram.truncate(length);
        datagram.shrink_to_fit();
        datagrams.push(datagram);
    }
    Ok(datagrams)
}
