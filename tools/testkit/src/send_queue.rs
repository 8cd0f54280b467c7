//! What the system has still to send, where it tells (Linux).

use std::net::SocketAddr;
use support::{TcpSocket, find_tcp_socket};

/// How many bytes the system holds that were sent from the local end of this connection and are not acknowledged.
pub fn unacknowledged(local: SocketAddr, remote: SocketAddr) -> u64 {
    connection(local, remote).map_or(0, |socket| socket.unacknowledged)
}

/// The same, if no program has that end any more.
pub fn orphaned(local: SocketAddr, remote: SocketAddr) -> u64 {
    connection(local, remote).filter(|socket| socket.is_orphan).map_or(0, |socket| socket.unacknowledged)
}

fn connection(local: SocketAddr, remote: SocketAddr) -> Option<TcpSocket> {
    find_tcp_socket(local, remote).filter(|socket| !socket.listens)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Peer, eventually};
    use std::net::TcpListener;

    #[test]
    fn what_a_peer_does_not_take_is_seen_and_becomes_an_orphan_when_its_sender_closes() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let peer = Peer::connect_with_small_buffer(address);
        let mut sender = Peer::accept(&listener);
        sender.send(vec![b'x'; 64 * 1024]);
        assert!(unacknowledged(address, peer.local()) > 0);
        assert_eq!(orphaned(address, peer.local()), 0);
        drop(sender);
        eventually("it is an orphan", || orphaned(address, peer.local()) > 0);
    }
}
