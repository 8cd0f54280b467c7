//! Abortive close: bytes that the peer has not acknowledged are discarded, and the peer sees a reset.

use socket2::SockRef;
use std::{net::TcpStream, time::Duration};

/// Makes the later close of this connection abortive: the kernel then discards the bytes that the peer has not
/// acknowledged, and resets the connection. This call does not close it.
///
/// After a normal close the kernel keeps those bytes, and tries for minutes to send them to a peer that does not read
/// (tcp(7), `tcp_orphan_retries`). Many such peers use up the kernel's memory for all connections.
// ANCHOR: reset_on_close
pub fn reset_on_close(stream: &TcpStream) {
    // SO_LINGER with a timeout of zero (socket(7)). If this fails, the connection no longer exists.
    let _ = SockRef::from(stream).set_linger(Some(Duration::ZERO));
}
// ANCHOR_END: reset_on_close

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;
    use testkit::{Peer, eventually};

    #[test]
    fn closing_resets_the_connection_once_this_was_called() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let peer = Peer::connect(listener.local_addr().unwrap());
        let (stream, _) = listener.accept().unwrap();
        reset_on_close(&stream);
        drop(stream);
        eventually("the connection is reset", || peer.is_reset());
    }
}
