//! What the system has still to send, as Linux shows it in `/proc/net/tcp` (proc(5)): IPv4 only.

use std::fs;

/// How many bytes the system holds that were sent from this local port and are not acknowledged, for all connections.
pub fn unacknowledged(port: u16) -> u64 {
    sum(port, |_| true)
}

/// The same, but only for connections that no program has any more: their sockets have no inode.
pub fn orphaned(port: u16) -> u64 {
    sum(port, |inode| inode == "0")
}

fn sum(port: u16, inode: impl Fn(&str) -> bool) -> u64 {
    let table = fs::read_to_string("/proc/net/tcp").expect("Linux lists its sockets");
    let sockets = table.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>());
    let ours = sockets.filter(|fields| fields[1].ends_with(&format!(":{port:04X}")) && inode(fields[9]));
    ours.map(|fields| bytes(fields[4])).sum()
}

/// `tx_queue:rx_queue`, in hexadecimal.
fn bytes(queues: &str) -> u64 {
    let (sending, _) = queues.split_once(':').expect("two queues");
    u64::from_str_radix(sending, 16).expect("a number of bytes")
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
