//! What the system has still to send, where it tells (Linux).

use support::{TcpSocket, tcp_sockets};

/// How many bytes the system holds that were sent from this local port and are not acknowledged, for all connections.
pub fn unacknowledged(port: u16) -> u64 {
    sum(port, |_| true)
}

/// The same, but only for connections that no program has any more.
pub fn orphaned(port: u16) -> u64 {
    sum(port, |socket| socket.is_orphan)
}

fn sum(port: u16, counts: impl Fn(&TcpSocket) -> bool) -> u64 {
    let sockets = tcp_sockets().into_iter().filter(|socket| socket.local_port == port && counts(socket));
    sockets.map(|socket| socket.unacknowledged).sum()
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
        let _peer = Peer::connect_with_small_buffer(address);
        let mut sender = Peer::accept(&listener);
        sender.send(vec![b'x'; 64 * 1024]);
        assert!(unacknowledged(address.port()) > 0);
        assert_eq!(orphaned(address.port()), 0);
        drop(sender);
        eventually("it is an orphan", || orphaned(address.port()) > 0);
    }
}
