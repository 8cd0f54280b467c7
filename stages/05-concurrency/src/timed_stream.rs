//! A blocking connection with an idle timeout: limited time for each request, and for taking the replies.

use crate::shutdown::{DRAIN_TIMEOUT, Shutdown};
use std::{
    io::{self, ErrorKind, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

/// How long a thread waits in one read or write before it checks the deadline and the shutdown.
///
/// Another thread cannot end a read that waits: shutting the connection down does it on Linux, but throws away on macOS
/// what has arrived, and on Windows resets the connection. So no read waits for long, and no write. The price is small:
/// ten thousand silent clients keep a processor busy for a twentieth of its time.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// A blocking connection whose reads and writes end when the client is idle for too long, or the server shuts down.
///
/// What is written are the replies to complete requests. So the time for the next request runs from the first read after
/// a write, however many bytes drip in meanwhile. The time for taking the replies runs from the first write after a read,
/// however many of them the client takes one by one.
pub(crate) struct TimedStream<'a> {
    stream: &'a TcpStream,
    shutdown: &'a Shutdown,
    idle_timeout: Duration,
    turn: Turn,
    /// When draining ends, once this connection has seen the shutdown.
    drain_deadline: Option<Instant>,
}

// ANCHOR: turn
/// Whose turn it is.
enum Turn {
    /// The server's, to send the replies to all complete requests before the deadline.
    Server { deadline: Instant },
    /// The client's, to complete a request before the deadline.
    Client { deadline: Instant },
    /// The client's, whose deadline has passed. What had arrived by then has been read.
    LateClient,
    /// Nobody's: the server is shutting down, and the connection is drained.
    Nobody,
}
// ANCHOR_END: turn

impl<'a> TimedStream<'a> {
    pub(crate) fn new(
        stream: &'a TcpStream,
        shutdown: &'a Shutdown,
        idle_timeout: Duration,
    ) -> io::Result<Self> {
        // The listener is nonblocking, and an accepted connection may inherit that.
        stream.set_nonblocking(false)?;
        let poll_interval = idle_timeout.min(POLL_INTERVAL);
        stream.set_read_timeout(Some(poll_interval))?;
        stream.set_write_timeout(Some(poll_interval))?;
        let turn = Turn::Client { deadline: Instant::now() + idle_timeout };
        Ok(Self { stream, shutdown, idle_timeout, turn, drain_deadline: None })
    }

    /// Whether the last read or write failed because the server is shutting down.
    pub(crate) fn is_drained(&self) -> bool {
        matches!(self.turn, Turn::Nobody)
    }

    /// Reads what has arrived, without waiting for more.
    fn read_arrived(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.drain_timeout_has_passed() {
            return Err(self.drained());
        }
        match self.attempt(false, |mut stream| stream.read(buffer)) {
            Err(error) if is_timeout(&error) => Err(self.drained()),
            outcome => outcome,
        }
    }

    /// Reads or writes. If it `may_wait`, that is for at most a poll interval; if not, it fails as if that had passed.
    fn attempt(
        &self,
        may_wait: bool,
        read_or_write: impl FnOnce(&TcpStream) -> io::Result<usize>,
    ) -> io::Result<usize> {
        if may_wait {
            return read_or_write(self.stream);
        }
        self.stream.set_nonblocking(true)?;
        let outcome = read_or_write(self.stream);
        self.stream.set_nonblocking(false)?;
        outcome
    }

    fn drain_timeout_has_passed(&mut self) -> bool {
        self.shutdown.has_begun() && {
            let now = Instant::now();
            now >= *self.drain_deadline.get_or_insert(now + DRAIN_TIMEOUT)
        }
    }

    fn drained(&mut self) -> io::Error {
        self.turn = Turn::Nobody;
        io::Error::other("server shutting down")
    }
}

// ANCHOR: read
impl Read for TimedStream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let deadline = match self.turn {
            Turn::Client { deadline } => deadline,
            Turn::LateClient => return Err(ErrorKind::TimedOut.into()),
            Turn::Server { .. } | Turn::Nobody => Instant::now() + self.idle_timeout,
        };
        self.turn = Turn::Client { deadline };
        while !self.shutdown.has_begun() {
            // This process may have been suspended until now (Ctrl+Z). So a
            // client is late only if a read that begins after the deadline
            // finds nothing.
            let is_late = Instant::now() >= deadline;
            match self.attempt(!is_late, |mut stream| stream.read(buffer)) {
                Err(error) if is_timeout(&error) && is_late => return Err(ErrorKind::TimedOut.into()),
                Err(error) if is_timeout(&error) || error.kind() == ErrorKind::Interrupted => {}
                outcome => {
                    if is_late {
                        self.turn = Turn::LateClient;
                    }
                    return outcome;
                }
            }
        }
        self.read_arrived(buffer)
    }
}
// ANCHOR_END: read

impl Write for TimedStream<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let deadline = match self.turn {
            Turn::Server { deadline } => deadline,
            _ => Instant::now() + self.idle_timeout,
        };
        self.turn = Turn::Server { deadline };
        while !self.drain_timeout_has_passed() {
            let is_late = Instant::now() >= deadline;
            match self.attempt(!is_late, |mut stream| stream.write(bytes)) {
                Err(error) if is_timeout(&error) && is_late => return Err(ErrorKind::TimedOut.into()),
                Err(error) if is_timeout(&error) => {}
                outcome => return outcome,
            }
        }
        Err(self.drained())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// Whether a poll interval has passed: that is `WouldBlock` on Unix and `TimedOut` on Windows.
fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shutdown::{ShutdownHandle, testing::shutdown};
    use testkit::{Peer, eventually, within_deadline};

    const SHORT: Duration = Duration::from_millis(20);
    /// Longer than any test.
    const LONG: Duration = Duration::from_mins(1);

    struct Fixture {
        peer: Peer,
        stream: TcpStream,
        handle: ShutdownHandle,
        shutdown: Shutdown,
    }

    fn fixture(connect: impl FnOnce(std::net::SocketAddr) -> Peer) -> Fixture {
        let listener = socket_basics::listen_at("127.0.0.1:0".parse().unwrap()).unwrap();
        let peer = connect(listener.local_addr().unwrap());
        let (handle, shutdown) = shutdown();
        Fixture { peer, stream: listener.accept().unwrap().0, handle, shutdown }
    }

    impl Fixture {
        fn timed(&self, idle_timeout: Duration) -> TimedStream<'_> {
            TimedStream::new(&self.stream, &self.shutdown, idle_timeout).unwrap()
        }

        fn wait_for_input(&self) {
            self.stream.peek(&mut [0]).unwrap();
        }
    }

    /// Its client has been late since long ago, as after a suspension.
    fn make_late(timed: &mut TimedStream<'_>) {
        timed.turn = Turn::Client { deadline: Instant::now() };
    }

    #[track_caller]
    fn assert_timed_out(outcome: io::Result<usize>) {
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::TimedOut);
    }

    #[test]
    fn a_client_that_sends_nothing_times_out() {
        assert_timed_out(fixture(Peer::connect).timed(SHORT).read(&mut [0; 9]));
    }

    #[test]
    fn a_client_that_seems_late_is_not_if_its_bytes_have_arrived() {
        let mut fixture = fixture(Peer::connect);
        fixture.peer.send("12");
        eventually("both bytes have arrived", || fixture.stream.peek(&mut [0; 2]).unwrap() == 2);
        let mut timed = fixture.timed(SHORT);
        make_late(&mut timed);
        assert_eq!(timed.read(&mut [0]).unwrap(), 1);
        // It completed no request, so the client has no more time, whatever else has arrived.
        assert_timed_out(timed.read(&mut [0]));
    }

    #[test]
    fn a_client_that_is_late_is_read_from_without_waiting() {
        let fixture = fixture(Peer::connect);
        assert_timed_out(within_deadline("a late client is read from", move || {
            let mut timed = fixture.timed(LONG);
            // A read that waited would not return.
            timed.stream.set_read_timeout(None).unwrap();
            make_late(&mut timed);
            timed.read(&mut [0; 9])
        }));
    }

    #[test]
    fn a_connection_that_was_reset_is_not_taken_for_a_late_one() {
        let Fixture { peer, stream, handle: _handle, shutdown } = fixture(Peer::connect);
        let mut timed = TimedStream::new(&stream, &shutdown, LONG).unwrap();
        peer.reset();
        assert_eq!(timed.read(&mut [0; 9]).unwrap_err().kind(), ErrorKind::ConnectionReset);
    }

    #[test]
    fn dripping_bytes_does_not_move_the_deadline() {
        let mut fixture = fixture(Peer::connect);
        let bytes = "x".repeat(3);
        fixture.peer.send(&bytes);
        eventually("all have arrived", || fixture.stream.peek(&mut [0; 4]).unwrap() == bytes.len());
        let mut timed = fixture.timed(LONG);
        assert_eq!(timed.read(&mut [0]).unwrap(), 1);
        let Turn::Client { deadline } = timed.turn else { panic!("it is the client's turn") };
        assert_eq!(timed.read(&mut [0]).unwrap(), 1);
        assert!(matches!(timed.turn, Turn::Client { deadline: same } if same == deadline));
    }

    #[test]
    fn a_reply_gives_the_client_a_new_deadline() {
        let mut fixture = fixture(Peer::connect);
        fixture.peer.send("1");
        fixture.wait_for_input();
        let mut timed = fixture.timed(LONG);
        make_late(&mut timed);
        timed.write_all(b"2\n").unwrap();
        assert_eq!(timed.read(&mut [0; 9]).unwrap(), 1);
        assert!(matches!(timed.turn, Turn::Client { deadline } if deadline > Instant::now()));
    }

    #[test]
    fn taking_replies_bit_by_bit_does_not_move_the_deadline() {
        let fixture = fixture(Peer::connect);
        let mut timed = fixture.timed(LONG);
        timed.write_all(b"1\n").unwrap();
        let Turn::Server { deadline } = timed.turn else { panic!("it is the server's turn") };
        timed.write_all(b"2\n").unwrap();
        assert!(matches!(timed.turn, Turn::Server { deadline: same } if same == deadline));
    }

    #[test]
    fn a_client_that_makes_no_room_times_out() {
        let fixture = fixture(Peer::connect_with_small_buffer);
        let mut timed = fixture.timed(SHORT);
        // More than the kernel takes for a client that does not read; in pieces, because Winsock takes one of any size.
        let outcome = (0..4096).try_for_each(|_| timed.write_all(&[b'2'; 16 * 1024]));
        assert_timed_out(outcome.map(|()| 0));
    }

    #[test]
    fn when_the_server_shuts_down_what_has_arrived_is_read_and_no_more() {
        let mut fixture = fixture(Peer::connect);
        fixture.peer.send("12");
        fixture.wait_for_input();
        fixture.handle.begin_shutdown();
        let mut timed = fixture.timed(LONG);
        assert_eq!(timed.read(&mut [0; 9]).unwrap(), 2);
        assert!(!timed.is_drained());
        timed.write_all(b"3\n").unwrap();
        timed.read(&mut [0; 9]).unwrap_err();
        assert!(timed.is_drained());
        fixture.peer.expect("3");
    }

    #[test]
    fn a_connection_that_was_reset_is_not_taken_for_a_drained_one() {
        let Fixture { peer, stream, handle, shutdown } = fixture(Peer::connect);
        handle.begin_shutdown();
        peer.reset();
        eventually("the reset has arrived", || {
            let mut timed = TimedStream::new(&stream, &shutdown, LONG).unwrap();
            let error = timed.read(&mut [0; 9]).unwrap_err();
            error.kind() == ErrorKind::ConnectionReset && !timed.is_drained()
        });
    }

    #[test]
    fn when_the_drain_timeout_has_passed_nothing_is_read_or_written() {
        let mut fixture = fixture(Peer::connect);
        fixture.peer.send("1");
        fixture.wait_for_input();
        fixture.handle.begin_shutdown();
        for read in [true, false] {
            let mut timed = fixture.timed(LONG);
            timed.drain_deadline = Some(Instant::now());
            let outcome = if read { timed.read(&mut [0; 9]) } else { timed.write(b"2\n") };
            outcome.unwrap_err();
            assert!(timed.is_drained());
        }
    }
}
