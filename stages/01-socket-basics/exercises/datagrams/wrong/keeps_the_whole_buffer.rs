//! Returns the whole buffer instead of the part that was filled.
//!
//! Rejected by: three_sends_are_three_datagrams

use std::{io, net::UdpSocket};

/// The next datagrams that come to the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    (0..count)
        .map(|_| {
            let mut buffer = vec![0; 65_507];
            socket.recv(&mut buffer).map(|_| buffer)
        })
        .collect()
}
