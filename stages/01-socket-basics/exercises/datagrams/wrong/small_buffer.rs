//! Has a small buffer, and loses the rest of a long datagram.
//!
//! Rejected by: a_long_datagram_is_received_whole

use std::{io, net::UdpSocket};

/// The next datagrams that come to the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut buffer = [0; 1500];
    (0..count).map(|_| socket.recv(&mut buffer).map(|length| buffer[..length].to_vec())).collect()
}
