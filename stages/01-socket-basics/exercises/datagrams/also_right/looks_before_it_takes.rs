//! Peeks at each datagram until it fits, and only then receives it.

use std::{io, net::UdpSocket};

/// The next datagrams that come to the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut datagrams = vec![];
    let mut room = 512;
    for _ in 0..count {
        let mut buffer = vec![0; room];
        loop {
            // Windows makes an error of what does not fit (WSAEMSGSIZE); elsewhere the buffer is full then.
            match socket.peek(&mut buffer) {
                Ok(length) if length < buffer.len() => break,
                Err(error) if error.raw_os_error() != Some(10_040) => return Err(error),
                _ => buffer.resize(2 * buffer.len(), 0),
            }
        }
        room = buffer.len();
        let length = socket.recv(&mut buffer)?;
        datagrams.push(buffer[..length].to_vec());
    }
    Ok(datagrams)
}
