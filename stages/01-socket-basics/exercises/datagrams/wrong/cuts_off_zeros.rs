//! Finds the end of a datagram by the zeros in the buffer.
//!
//! Rejected by: every_byte_is_kept

use std::{io, net::UdpSocket};

/// The next datagrams that come to the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut datagrams = Vec::new();
    for _ in 0..count {
        let mut buffer = vec![0; 65_507];
        socket.recv(&mut buffer)?;
        while buffer.last() == Some(&0) {
            buffer.pop();
        }
        datagrams.push(buffer);
    }
    Ok(datagrams)
}
