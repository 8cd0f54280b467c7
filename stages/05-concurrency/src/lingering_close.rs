//! Lingering close: half-close, read and discard for a bounded time, close.

use crate::{
    guest::{Ended, Guest},
    lock::lock,
};
use calculator_server::Reply;
use mio::{Events, Interest, Poll, Registry, Token, Waker};
use socket_basics::{reset_on_close, tell};
use std::{
    collections::BTreeMap,
    io::{self, ErrorKind, Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpStream},
    sync::{Arc, Condvar, Mutex},
    thread,
    time::{Duration, Instant},
};

/// How long a connection lingers that the server ends: enough for the last bytes to cross any network people use, and
/// for the client's end to come back.
pub(crate) const LINGER_TIMEOUT: Duration = Duration::from_secs(1);

/// How much input of one connection is discarded: as much as a client has usually sent before it reads.
const MAX_DISCARDED: usize = 64 * 1024;

/// How many rejected connections linger. When one more comes, the oldest is closed early: the rejected must not hold
/// the descriptors of those who could be served. All other connections keep their permits, which are limited already.
const MAX_REJECTED: usize = 1024;

/// How often the timeouts are looked at, as long as anything lingers.
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// How many connections one call of the system may report as ready.
const EVENTS_PER_POLL: usize = 256;

/// What a newcomer is told when there is no room for it.
const FULL: &str = "the server is full, try again later";

/// Wakes the thread: the first connection lingers, and the timeouts have to be looked at again.
const WAKER: Token = Token(usize::MAX);

/// Half-closed connections, kept briefly so that a reset cannot destroy the final reply.
///
/// Closing a socket that holds unread input sends a reset, and a reset may destroy what was written before it (RFC
/// 1122, section 4.2.2.13; RFC 2525, section 2.17). Closing one whose output the client does not take leaves that
/// output to the system, which offers it for minutes (tcp(7), `tcp_orphan_retries`). So every connection is closed in
/// three steps, as RFC 9112, section 9.6 recommends: end our half; read and discard until the client has ended its half
/// and has everything; and where that takes too long, close with a reset, which leaves nothing behind.
///
/// One thread does this for all of them, and sleeps while none lingers.
pub(crate) struct LingeringClose {
    /// How long a client that has ended its half may take to read the replies that are still on their way.
    idle_timeout: Duration,
    /// [`MAX_REJECTED`], but for tests.
    max_rejected: usize,
    registry: Registry,
    waker: Waker,
    lingering: Mutex<Lingering>,
    emptied: Condvar,
}

#[derive(Default)]
struct Lingering {
    /// In the order in which they came.
    connections: BTreeMap<usize, Connection>,
    rejected: usize,
    next: usize,
}

struct Connection {
    stream: mio::net::TcpStream,
    deadline: Instant,
    discarded: usize,
    /// What is logged and released at the end; nothing for a connection that was rejected.
    ended: Option<Ended>,
}

/// How far a connection has come.
#[derive(PartialEq, Eq)]
enum Progress {
    /// The client has not ended its half, or has not received everything yet.
    Waiting,
    /// Both ends are over, and everything has arrived.
    Complete,
    /// The client goes on sending.
    TooMuch,
}

impl LingeringClose {
    /// Starts the thread.
    pub(crate) fn start(idle_timeout: Duration) -> io::Result<Arc<Self>> {
        Self::with_limit(idle_timeout, MAX_REJECTED)
    }

    fn with_limit(idle_timeout: Duration, max_rejected: usize) -> io::Result<Arc<Self>> {
        let poll = Poll::new()?;
        let lingering_close = Arc::new(Self {
            idle_timeout,
            max_rejected,
            registry: poll.registry().try_clone()?,
            waker: Waker::new(poll.registry(), WAKER)?,
            lingering: Mutex::default(),
            emptied: Condvar::new(),
        });
        let working = Arc::downgrade(&lingering_close);
        thread::Builder::new().spawn(move || {
            let mut poll = poll;
            let mut events = Events::with_capacity(EVENTS_PER_POLL);
            // It ends with the last of those who could hand it a connection.
            while let Some(timeout) = working.upgrade().map(|this| this.poll_timeout()) {
                let _ = poll.poll(&mut events, timeout);
                let Some(this) = working.upgrade() else { break };
                for event in &events {
                    this.go_on(event.token());
                }
                this.close_expired();
            }
        })?;
        Ok(lingering_close)
    }

    // ANCHOR: reject
    /// Tells a newcomer for whom there is no room to come again, whatever it is that there is not enough of.
    pub(crate) fn reject(&self, mut stream: TcpStream, address: SocketAddr, cause: &str) {
        tell(format_args!("{address} turned away: {cause}"));
        // The first bytes of a connection always fit into its buffer, so this does not wait for the client.
        let _ = stream.write_all(format!("{}\n", Reply::busy(FULL)).as_bytes());
        self.close_gracefully(stream, LINGER_TIMEOUT, None);
    }
    // ANCHOR_END: reject

    /// Closes the connection of a client that was served.
    ///
    /// One that has ended its half has until the idle timeout to read its replies; one that we end a second.
    pub(crate) fn close_served(&self, guest: Guest, outcome: io::Result<u64>) {
        let Guest { stream, address, permit } = guest;
        let ended = Ended::new(address, outcome, permit);
        let timeout = if ended.by_client() { self.idle_timeout } else { LINGER_TIMEOUT };
        self.close_gracefully(stream, timeout, Some(ended));
    }

    /// Ends our half of the connection now, and closes it when the client has ended its half and has received
    /// everything; at the latest after `timeout`, or when it has sent too much, and then with a reset.
    pub(crate) fn close_gracefully(&self, stream: TcpStream, timeout: Duration, ended: Option<Ended>) {
        // Each of these fails only where the connection is broken already, which reading will tell.
        let _ = stream.set_nonblocking(true);
        let _ = stream.shutdown(Shutdown::Write);
        let stream = mio::net::TcpStream::from_std(stream);
        let mut connection = Connection { stream, deadline: Instant::now() + timeout, discarded: 0, ended };
        match connection.discard() {
            Progress::Waiting => self.keep(connection),
            progress => connection.close(&progress),
        }
    }

    fn keep(&self, mut connection: Connection) {
        let mut lingering = lock(&self.lingering);
        if connection.ended.is_none() {
            if lingering.rejected == self.max_rejected {
                lingering.remove_oldest_rejected();
            }
            lingering.rejected += 1;
        }
        let key = lingering.next;
        lingering.next += 1;
        // Where the system cannot watch one more, its timeout closes it.
        let _ = self.registry.register(&mut connection.stream, Token(key), Interest::READABLE);
        lingering.connections.insert(key, connection);
        if lingering.connections.len() == 1 {
            let _ = self.waker.wake();
        }
    }

    /// Something has come from the client.
    fn go_on(&self, Token(key): Token) {
        let mut lingering = lock(&self.lingering);
        let Some(connection) = lingering.connections.get_mut(&key) else { return };
        let progress = connection.discard();
        if progress != Progress::Waiting
            && let Some(connection) = lingering.remove(key)
        {
            connection.close(&progress);
            self.tell_if_empty(&lingering);
        }
    }

    /// Closes the connections whose time is up.
    fn close_expired(&self) {
        self.close_those(|connection| connection.deadline <= Instant::now());
    }

    /// Closes all that are left.
    pub(crate) fn close_all(&self) {
        self.close_those(|_| true);
    }

    fn close_those(&self, is_due: impl Fn(&Connection) -> bool) {
        let mut lingering = lock(&self.lingering);
        let due: Vec<usize> = lingering
            .connections
            .iter()
            .filter(|(_, connection)| is_due(connection))
            .map(|(&key, _)| key)
            .collect();
        for connection in due.into_iter().filter_map(|key| lingering.remove(key)) {
            connection.close(&Progress::Waiting);
        }
        self.tell_if_empty(&lingering);
    }

    fn poll_timeout(&self) -> Option<Duration> {
        (!lock(&self.lingering).connections.is_empty()).then_some(POLL_INTERVAL)
    }

    fn tell_if_empty(&self, lingering: &Lingering) {
        if lingering.connections.is_empty() {
            self.emptied.notify_all();
        }
    }

    /// Waits until nothing lingers any more, but not longer than this.
    pub(crate) fn wait_until_empty(&self, timeout: Duration) {
        let lingers = |lingering: &mut Lingering| !lingering.connections.is_empty();
        let _ = self.emptied.wait_timeout_while(lock(&self.lingering), timeout, lingers);
    }
}

impl Drop for LingeringClose {
    /// Lets the thread see that nobody needs it any more.
    fn drop(&mut self) {
        let _ = self.waker.wake();
    }
}

impl Lingering {
    fn remove(&mut self, key: usize) -> Option<Connection> {
        let connection = self.connections.remove(&key)?;
        self.rejected -= usize::from(connection.ended.is_none());
        Some(connection)
    }

    fn remove_oldest_rejected(&mut self) {
        let oldest = self.connections.iter().find(|(_, connection)| connection.ended.is_none());
        if let Some(connection) = oldest.map(|(&key, _)| key).and_then(|key| self.remove(key)) {
            connection.close(&Progress::Waiting);
        }
    }
}

impl Connection {
    /// Reads what is there and throws it away.
    fn discard(&mut self) -> Progress {
        let mut scratch = [0; 4096];
        loop {
            match self.stream.read(&mut scratch) {
                Ok(0) if has_arrived(&self.stream) => return Progress::Complete,
                Ok(0) => return Progress::Waiting,
                Ok(count) => self.discarded += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Progress::Waiting,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // It is broken: nothing is left to wait for.
                Err(_) => return Progress::Complete,
            }
            if self.discarded >= MAX_DISCARDED {
                return Progress::TooMuch;
            }
        }
    }

    fn close(self, progress: &Progress) {
        let complete = *progress == Progress::Complete;
        let stream = TcpStream::from(self.stream);
        if !complete {
            reset_on_close(&stream);
        }
        // Whoever has given back its permit has freed its descriptor.
        drop(stream);
        if let Some(ended) = self.ended {
            ended.close(complete);
        }
    }
}

/// Whether the client has acknowledged all that we sent, for a connection whose two ends are over.
///
/// No system call asks for it on every system. On Linux such a connection is none any more, so it has no peer. Elsewhere
/// the system keeps for its own time what a client does not take after it has ended its half.
fn has_arrived(stream: &mio::net::TcpStream) -> bool {
    cfg!(not(target_os = "linux")) || stream.peer_addr().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::{DEADLINE, Peer, eventually};

    /// A time in which nothing expires.
    const LONG: Duration = Duration::from_mins(1);

    fn lingering_close(max_rejected: usize) -> Arc<LingeringClose> {
        LingeringClose::with_limit(LONG, max_rejected).unwrap()
    }

    /// A connection: the client's end, and ours.
    fn connection() -> (Peer, TcpStream) {
        let listener = socket_basics::listen_at("127.0.0.1:0".parse().unwrap()).unwrap();
        let peer = Peer::connect(listener.local_addr().unwrap());
        (peer, listener.accept().unwrap().0)
    }

    /// How many bytes were discarded of each connection that lingers.
    fn discarded(lingering_close: &LingeringClose) -> Vec<usize> {
        lock(&lingering_close.lingering).connections.values().map(|connection| connection.discarded).collect()
    }

    /// Whether the connection was reset, though its stream had ended in order before.
    fn was_reset(peer: &Peer) -> bool {
        peer.stream().take_error().unwrap().is_some()
    }

    #[test]
    fn a_client_that_is_still_sending_gets_the_whole_last_reply_and_an_orderly_end() {
        let lingering_close = lingering_close(1);
        let (mut peer, stream) = connection();
        peer.send(vec![b'x'; 20_000]);
        lingering_close.reject(stream, peer.local(), "a test");
        peer.send(vec![b'x'; 20_000]);
        assert!(peer.line().ends_with("the server is full, try again later"));
        peer.expect_end();
        peer.half_close();
        lingering_close.wait_until_empty(DEADLINE);
        assert_eq!(discarded(&lingering_close), []);
        assert!(!was_reset(&peer), "what it sent was left unread");
    }

    #[test]
    fn a_client_that_goes_on_sending_is_cut_off_after_the_last_byte_that_is_discarded() {
        let lingering_close = lingering_close(1);
        let (mut peer, stream) = connection();
        lingering_close.close_gracefully(stream, LONG, None);
        peer.send(vec![b'x'; MAX_DISCARDED - 1]);
        eventually("all but one byte is discarded", || discarded(&lingering_close) == [MAX_DISCARDED - 1]);
        assert!(!was_reset(&peer));
        peer.send("x");
        lingering_close.wait_until_empty(DEADLINE);
        assert_eq!(discarded(&lingering_close), []);
        eventually("it is cut off", || was_reset(&peer));
    }

    #[test]
    fn a_client_that_does_not_end_its_half_is_cut_off_when_its_time_is_up() {
        let lingering_close = lingering_close(1);
        let (mut peer, stream) = connection();
        lingering_close.close_gracefully(stream, Duration::from_millis(1), None);
        peer.expect_end();
        eventually("it is cut off", || was_reset(&peer));
        lingering_close.wait_until_empty(DEADLINE);
        assert_eq!(discarded(&lingering_close), []);
    }

    #[test]
    fn when_one_more_is_rejected_than_may_linger_the_oldest_is_closed_early() {
        let lingering_close = lingering_close(2);
        let [(oldest, first), (older, second), (newest, third)] = [(); 3].map(|()| connection());
        for stream in [first, second, third] {
            lingering_close.close_gracefully(stream, LONG, None);
        }
        assert_eq!(discarded(&lingering_close).len(), 2);
        eventually("the oldest is cut off", || was_reset(&oldest));
        assert!(!was_reset(&older) && !was_reset(&newest));
    }

    #[test]
    fn a_client_that_has_ended_its_half_is_closed_at_once() {
        let lingering_close = lingering_close(1);
        let (mut peer, stream) = connection();
        peer.half_close();
        assert_eq!(stream.peek(&mut [0]).unwrap(), 0);
        lingering_close.close_gracefully(stream, LONG, None);
        lingering_close.wait_until_empty(DEADLINE);
        peer.expect_end();
        assert!(!was_reset(&peer));
    }
}
