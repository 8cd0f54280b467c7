//! Counts in a `u8`.
//!
//! Rejected by: the_given_number_of_datagrams_is_received

use std::{io, net::UdpSocket};

/// The next datagrams that come to the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut buffer = vec![0; 65_507];
    let mut datagrams = Vec::new();
    for _ in 0..count as u8 {
        let length = socket.recv(&mut buffer)?;
        datagrams.push(buffer[..length].to_vec());
    }
    Ok(datagrams)
}
