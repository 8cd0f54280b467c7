//! Abortive close: what the other end has not taken is thrown away, and it sees a reset.

use socket2::SockRef;
use std::{net::TcpStream, time::Duration};

/// Makes closing this connection abortive: the system discards the bytes that the peer has not acknowledged, and resets
/// the connection. It does not close it.
///
/// Closing alone leaves those bytes to the system, which offers them to a peer that does not read for minutes, although
/// no program has the connection any more (tcp(7), `tcp_orphan_retries`). Many such peers use up the memory that it has
/// for all connections.
// ANCHOR: reset_on_close
pub fn reset_on_close(stream: &TcpStream) {
    // SO_LINGER with a time of zero (socket(7)). Where this fails, the connection is gone already.
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
        eventually("it is reset", || peer.stream().take_error().unwrap().is_some());
    }
}
