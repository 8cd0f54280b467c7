//! Receives each datagram into a vector of one mebibyte, and truncates it.

use std::{io, net::UdpSocket};

/// The next datagrams that come to the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut datagrams = Vec::with_capacity(count);
    while datagrams.len() < count {
        let mut datagram = vec![0; 1 << 20];
        let (length, _) = socket.recv_from(&mut datagram)?;
        datagram.truncate(length);
        datagram.shrink_to_fit();
        datagrams.push(datagram);
    }
    Ok(datagrams)
}
