//! Sets a timeout on the socket and leaves it there, so that the next call does not wait.
//!
//! Rejected by: it_waits_for_datagrams_that_have_not_arrived

use std::{io, net::UdpSocket, time::Duration};

/// The next datagrams that come to the socket, as many as asked for.
pub fn receive(socket: &UdpSocket, count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut buffer = vec![0; 65_507];
    let mut datagrams = Vec::new();
    while datagrams.len() < count {
        let length = socket.recv(&mut buffer)?;
        datagrams.push(buffer[..length].to_vec());
    }
    socket.set_read_timeout(Some(Duration::from_secs(1)))?;
    Ok(datagrams)
}
