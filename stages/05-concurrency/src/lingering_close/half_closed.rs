//! One half-closed connection: what still comes is discarded, until its client has closed its half as well.

use crate::connection::Served;
use mio::{Interest, Registry, Token};
use socket_basics::reset_on_close;
use std::{
    io::{ErrorKind, Read as _},
    net::{Shutdown, TcpStream},
    time::Instant,
};

/// How much input of one connection is discarded: as much as a client has usually sent before it reads.
const MAX_DISCARDED: usize = 64 * 1024;

/// A connection whose half on our side is closed.
pub(super) struct HalfClosed {
    stream: mio::net::TcpStream,
    deadline: Instant,
    discarded: usize,
    /// What is logged and released at the end; nothing for a connection that was rejected.
    served: Option<Served>,
}

/// How far a connection has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// The client has not closed its half, or has not received everything yet.
    Waiting,
    /// Both halves are closed, and everything has arrived.
    Complete,
    /// The client goes on sending.
    TooMuch,
}

impl HalfClosed {
    /// Closes our half.
    pub(super) fn new(stream: TcpStream, deadline: Instant, served: Option<Served>) -> Self {
        // Each of these fails only where the connection is broken already, which reading will tell.
        let _ = stream.set_nonblocking(true);
        let _ = stream.shutdown(Shutdown::Write);
        Self { stream: mio::net::TcpStream::from_std(stream), deadline, discarded: 0, served }
    }

    pub(super) fn is_rejected(&self) -> bool {
        self.served.is_none()
    }

    pub(super) fn is_expired(&self, now: Instant) -> bool {
        self.deadline <= now
    }

    /// Has the system report under this token when something comes.
    pub(super) fn register(&mut self, registry: &Registry, token: Token) {
        // Where the system cannot watch one more, the deadline closes it.
        let _ = registry.register(&mut self.stream, token, Interest::READABLE);
    }

    /// Reads what is there and throws it away.
    pub(super) fn discard(&mut self) -> Progress {
        let mut scratch = [0; 4096];
        while self.discarded < MAX_DISCARDED {
            match self.stream.read(&mut scratch) {
                Ok(0) if has_arrived(&self.stream) => return Progress::Complete,
                Ok(0) => return Progress::Waiting,
                Ok(count) => self.discarded += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Progress::Waiting,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // It is broken: nothing is left to wait for.
                Err(_) => return Progress::Complete,
            }
        }
        Progress::TooMuch
    }

    /// Closes it: in order if it is complete, otherwise with a reset.
    pub(super) fn close(self, progress: Progress) {
        let complete = progress == Progress::Complete;
        let stream = TcpStream::from(self.stream);
        if !complete {
            reset_on_close(&stream);
        }
        // A connection that has given back its permit has also freed its descriptor.
        drop(stream);
        if let Some(served) = self.served {
            served.close(complete);
        }
    }
}

/// Whether the client has acknowledged all that we sent, for a connection whose two halves are closed.
///
/// No system call asks for it on every system. On Linux such a connection is none any more, so it has no peer. Elsewhere
/// the system keeps for its own time what a client does not take after it has closed its half.
fn has_arrived(stream: &mio::net::TcpStream) -> bool {
    cfg!(not(target_os = "linux")) || stream.peer_addr().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lingering_close::testing::{pair, pair_with_small_buffer};
    use mio::{Events, Poll};
    use std::io::Write as _;
    use testkit::{DEADLINE, Peer, eventually};

    fn half_closed() -> (Peer, HalfClosed) {
        let (peer, stream) = pair();
        (peer, HalfClosed::new(stream, Instant::now(), None))
    }

    #[test]
    fn a_client_that_has_ended_its_half_is_closed_in_order() {
        let (mut peer, mut connection) = half_closed();
        peer.send("1+1\n").half_close();
        eventually("both halves are closed", || connection.discard() == Progress::Complete);
        connection.close(Progress::Complete);
        peer.expect_end();
        assert!(!peer.is_reset());
    }

    #[test]
    fn a_client_that_goes_on_sending_is_reset_after_the_last_byte_that_is_discarded() {
        let (mut peer, mut connection) = half_closed();
        peer.send(vec![b'x'; MAX_DISCARDED - 1]);
        eventually("all of it is discarded", || {
            assert_eq!(connection.discard(), Progress::Waiting);
            connection.discarded == MAX_DISCARDED - 1
        });
        peer.send("x");
        eventually("that was too much", || connection.discard() == Progress::TooMuch);
        connection.close(Progress::TooMuch);
        eventually("it is reset", || peer.is_reset());
    }

    #[test]
    fn a_connection_that_is_broken_has_nothing_left_to_wait_for() {
        let (peer, mut connection) = half_closed();
        let (mut poll, mut events) = (Poll::new().unwrap(), Events::with_capacity(1));
        connection.register(poll.registry(), Token(0));
        peer.reset();
        poll.poll(&mut events, Some(DEADLINE)).unwrap();
        assert_eq!(connection.discard(), Progress::Complete);
    }

    #[test]
    fn a_client_that_has_ended_its_half_is_waited_for_until_it_has_everything() {
        let (mut peer, stream) = pair_with_small_buffer();
        (&stream).write_all(&vec![b'x'; 32 * 1024]).unwrap();
        let mut connection = HalfClosed::new(stream, Instant::now(), None);
        peer.half_close();
        // Only Linux tells.
        if cfg!(target_os = "linux") {
            assert_eq!(connection.discard(), Progress::Waiting);
        }
        assert_eq!(peer.rest().len(), 32 * 1024);
        eventually("it has everything", || connection.discard() == Progress::Complete);
    }
}
