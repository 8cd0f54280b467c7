//! Converts the bytes to text, which changes bytes that are not text.
//!
//! Rejected by: every_byte_is_kept

use std::{io, net::UdpSocket};

/// The next datagrams that come to the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut buffer = vec![0; 65_507];
    let mut datagrams = Vec::new();
    for _ in 0..count {
        let length = socket.recv(&mut buffer)?;
        datagrams.push(String::from_utf8_lossy(&buffer[..length]).into_owned().into_bytes());
    }
    Ok(datagrams)
}
