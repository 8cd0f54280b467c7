//! Does not wait, and returns what has come so far.
//!
//! Rejected by: what_has_not_come_yet_is_waited_for

use std::{io, net::UdpSocket};

/// The next datagrams that come to the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    socket.set_nonblocking(true)?;
    let mut buffer = vec![0; 65_507];
    let mut datagrams = Vec::new();
    while datagrams.len() < count {
        match socket.recv(&mut buffer) {
            Ok(length) => datagrams.push(buffer[..length].to_vec()),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
            Err(error) => return Err(error),
        }
    }
    Ok(datagrams)
}
