//! One receive is one datagram, if the buffer has room for the longest one.

use std::{io, net::UdpSocket};

/// The longest datagram of UDP over IPv4: 65,535 bytes, minus 20 for the header of IP and 8 for the header of UDP.
const LONGEST: usize = 65_507;

/// The next datagrams that arrive at the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut buffer = vec![0; LONGEST];
    (0..count).map(|_| socket.recv(&mut buffer).map(|length| buffer[..length].to_vec())).collect()
}
