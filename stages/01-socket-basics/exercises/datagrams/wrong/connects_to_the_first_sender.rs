//! Connects the socket to the first sender.
//!
//! Rejected by: datagrams_of_every_sender_are_received

use std::{io, net::UdpSocket};

/// The next datagrams that come to the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut buffer = vec![0; 65_507];
    let mut datagrams = Vec::new();
    for _ in 0..count {
        let (length, sender) = socket.recv_from(&mut buffer)?;
        socket.connect(sender)?;
        datagrams.push(buffer[..length].to_vec());
    }
    Ok(datagrams)
}
