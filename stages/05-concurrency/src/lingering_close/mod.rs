//! Lingering close: half-close, read and discard for a bounded time, close.

mod half_closed;
mod lingering;

use crate::{
    connection::{Connection, Outcome, Served},
    panics::lock,
};
use calculator_server::Reply;
use half_closed::{HalfClosed, Progress};
use lingering::{Lingering, POLL_INTERVAL};
use mio::{Events, Poll, Registry, Token, Waker};
use socket_basics::log;
use std::{
    io::{self, Write as _},
    net::{SocketAddr, TcpStream},
    sync::{Arc, Condvar, Mutex, Weak},
    thread,
    time::{Duration, Instant},
};

/// How long a connection lingers if the server ends it. The last bytes can cross any network in this time, and the client can
/// then half-close as well.
pub(crate) const LINGER_TIMEOUT: Duration = Duration::from_secs(1);

/// How many rejected connections linger. When one more is rejected, the oldest is closed early: rejected connections must
/// not take the descriptors of clients that could be served. All other connections keep their permits, whose number is
/// limited already.
const MAX_REJECTED: usize = 1024;

/// How many connections one call of the system may report as ready.
const EVENTS_PER_POLL: usize = 256;

/// The reason in the `busy` reply.
const FULL: &str = "the server is full, try again later";

/// Wakes the thread: the first connection lingers, and the timeouts have to be looked at again.
const WAKER: Token = Token(usize::MAX);

/// Half-closed connections, kept briefly so that a reset cannot destroy the final reply.
///
/// Closing a socket that holds unread input sends a reset, and a reset may destroy what was written before it (RFC
/// 1122, section 4.2.2.13; RFC 2525, section 2.17). Closing one whose output the client does not take leaves that
/// output to the system, which offers it for minutes (tcp(7), `tcp_orphan_retries`). So every connection is closed in
/// three steps, as RFC 9112, section 9.6 recommends: close our half; read and discard until the client has closed its half
/// and has everything; and where that takes too long, close with a reset, which leaves nothing behind.
///
/// One thread does this for all of them, and sleeps while none lingers.
pub(crate) struct LingeringClose {
    /// How long a client that has closed its half may take to read the replies that are still on their way.
    idle_timeout: Duration,
    registry: Registry,
    waker: Waker,
    lingering: Mutex<Lingering>,
    emptied: Condvar,
}

impl LingeringClose {
    /// Starts the thread.
    pub(crate) fn start(idle_timeout: Duration) -> io::Result<Arc<Self>> {
        let poll = Poll::new()?;
        let lingering_close = Arc::new(Self {
            idle_timeout,
            registry: poll.registry().try_clone()?,
            waker: Waker::new(poll.registry(), WAKER)?,
            lingering: Mutex::new(Lingering::new(MAX_REJECTED)),
            emptied: Condvar::new(),
        });
        let working = Arc::downgrade(&lingering_close);
        thread::Builder::new().spawn(move || work(poll, &working))?;
        Ok(lingering_close)
    }

    // ANCHOR: reject
    /// Sends a `busy` reply and closes the connection. `cause` is for the log: it says what the server has
    /// run out of.
    pub(crate) fn reject(&self, mut stream: TcpStream, address: SocketAddr, cause: &str) {
        log(format_args!("{address} rejected: {cause}"));
        // The first bytes of a connection always fit into its buffer, so this does not wait for the client.
        let _ = stream.write_all(format!("{}\n", Reply::busy(FULL)).as_bytes());
        self.close_gracefully(stream, LINGER_TIMEOUT, None);
    }
    // ANCHOR_END: reject

    /// Closes the connection of a client that was served.
    ///
    /// A client that has closed its half has the idle timeout to read its replies. Where the server ends the connection, it
    /// has a second.
    pub(crate) fn close_served(&self, connection: Connection, outcome: Outcome) {
        let Connection { stream, address, permit } = connection;
        let served = Served::new(address, outcome, permit);
        let timeout = if served.by_client() { self.idle_timeout } else { LINGER_TIMEOUT };
        self.close_gracefully(stream, timeout, Some(served));
    }

    /// Closes our half of the connection now, and closes it when the client has closed its half and has received
    /// everything; at the latest after `timeout`, or when it has sent too much, and then with a reset.
    pub(crate) fn close_gracefully(&self, stream: TcpStream, timeout: Duration, served: Option<Served>) {
        let mut connection = HalfClosed::new(stream, Instant::now() + timeout, served);
        match connection.discard() {
            Progress::Waiting => self.keep(connection),
            progress => connection.close(progress),
        }
    }

    fn keep(&self, connection: HalfClosed) {
        let mut lingering = lock(&self.lingering);
        lingering.insert(connection, &self.registry);
        if lingering.len() == 1 {
            let _ = self.waker.wake();
        }
    }

    /// Closes all that are left.
    pub(crate) fn close_all(&self) {
        self.update(Lingering::close_all);
    }

    fn update(&self, change: impl FnOnce(&mut Lingering)) {
        let mut lingering = lock(&self.lingering);
        change(&mut lingering);
        if lingering.is_empty() {
            self.emptied.notify_all();
        }
    }

    fn poll_timeout(&self) -> Option<Duration> {
        (!lock(&self.lingering).is_empty()).then_some(POLL_INTERVAL)
    }

    /// Waits until nothing lingers any more, but not longer than this.
    pub(crate) fn wait_until_empty(&self, timeout: Duration) {
        let lingers = |lingering: &mut Lingering| !lingering.is_empty();
        let _ = self.emptied.wait_timeout_while(lock(&self.lingering), timeout, lingers);
    }
}

/// What the thread does. It ends with the last of those who could hand it a connection.
fn work(mut poll: Poll, working: &Weak<LingeringClose>) {
    let mut events = Events::with_capacity(EVENTS_PER_POLL);
    while let Some(timeout) = working.upgrade().map(|this| this.poll_timeout()) {
        let _ = poll.poll(&mut events, timeout);
        let Some(this) = working.upgrade() else { break };
        for event in &events {
            this.update(|lingering| lingering.go_on(event.token()));
        }
        this.update(|lingering| lingering.close_expired(Instant::now()));
    }
}

impl Drop for LingeringClose {
    /// Lets the thread see that nobody needs it any more.
    fn drop(&mut self) {
        let _ = self.waker.wake();
    }
}

#[cfg(test)]
mod testing {
    use super::*;
    use std::net::TcpListener;
    use testkit::Peer;

    /// A connection: the client's end, and ours.
    pub(super) fn pair() -> (Peer, TcpStream) {
        accepted(Peer::connect)
    }

    /// One whose client has hardly any room for what it does not read.
    pub(super) fn pair_with_small_buffer() -> (Peer, TcpStream) {
        accepted(Peer::connect_with_small_buffer)
    }

    fn accepted(connect: impl FnOnce(SocketAddr) -> Peer) -> (Peer, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let peer = connect(listener.local_addr().unwrap());
        (peer, listener.accept().unwrap().0)
    }
}

#[cfg(test)]
mod tests {
    use super::{testing::pair, *};
    use testkit::{DEADLINE, eventually};

    /// A time in which nothing expires.
    const LONG: Duration = Duration::from_mins(1);

    fn lingering_close() -> Arc<LingeringClose> {
        LingeringClose::start(LONG).unwrap()
    }

    #[track_caller]
    fn assert_nothing_lingers(lingering_close: &LingeringClose) {
        let start = Instant::now();
        lingering_close.wait_until_empty(DEADLINE);
        assert!(start.elapsed() < DEADLINE && lock(&lingering_close.lingering).is_empty());
    }

    #[test]
    fn a_client_that_is_still_sending_gets_the_whole_last_reply_and_an_orderly_end() {
        let lingering_close = lingering_close();
        let (mut peer, stream) = pair();
        peer.send(vec![b'x'; 20_000]);
        lingering_close.reject(stream, peer.local(), "a test");
        peer.send(vec![b'x'; 20_000]);
        assert!(peer.line().ends_with("the server is full, try again later"));
        peer.expect_end();
        peer.half_close();
        assert_nothing_lingers(&lingering_close);
        assert!(!peer.is_reset(), "what it sent was left unread");
    }

    #[test]
    fn a_client_that_goes_on_sending_is_reset() {
        let lingering_close = lingering_close();
        let (mut peer, stream) = pair();
        lingering_close.close_gracefully(stream, LONG, None);
        peer.send(vec![b'x'; 64 * 1024]);
        assert_nothing_lingers(&lingering_close);
        eventually("it is reset", || peer.is_reset());
    }

    #[test]
    fn a_client_that_does_not_end_its_half_is_reset_when_its_time_is_up() {
        let lingering_close = lingering_close();
        // After the first of them the thread sleeps, and has to be woken.
        for _ in 0..2 {
            let (peer, stream) = pair();
            lingering_close.close_gracefully(stream, Duration::from_millis(1), None);
            assert_nothing_lingers(&lingering_close);
            eventually("it is reset", || peer.is_reset());
        }
    }

    #[test]
    fn a_client_that_does_not_end_its_half_lingers_until_its_time_is_up() {
        let lingering_close = lingering_close();
        let (peer, stream) = pair();
        lingering_close.close_gracefully(stream, LONG, None);
        // The deadlines are looked at meanwhile.
        lingering_close.wait_until_empty(3 * POLL_INTERVAL);
        assert_eq!(lock(&lingering_close.lingering).len(), 1);
        assert!(!peer.is_reset());
    }

    #[test]
    fn a_client_that_has_ended_its_half_is_closed_at_once() {
        let lingering_close = lingering_close();
        let (mut peer, stream) = pair();
        peer.half_close();
        assert_eq!(stream.peek(&mut [0]).unwrap(), 0);
        lingering_close.close_gracefully(stream, LONG, None);
        assert_nothing_lingers(&lingering_close);
        peer.expect_end();
        assert!(!peer.is_reset());
    }
}
