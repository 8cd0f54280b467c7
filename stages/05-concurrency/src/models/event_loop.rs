//! The model `events`: one thread waits for all connections at once, and serves those that are ready.

use crate::{
    connection::{Connection, EndedEarly, Outcome, log_failure},
    models::{
        ConnectionHandler, Service,
        nonblocking::{NonblockingConnection, Progress},
        threads::spawn,
    },
};
use calculator_server::READ_BUFFER_SIZE;
use mio::{Events, Poll, Token, Waker};
use std::{
    collections::HashMap,
    io::{self, ErrorKind},
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        mpsc::{self, Receiver, Sender, TryRecvError},
    },
    time::{Duration, Instant},
};

/// How often the loop looks through all connections, for those that have timed out.
const LOOK_INTERVAL: Duration = Duration::from_millis(100);

/// How many connections one call of the system may report as ready.
const EVENTS_PER_POLL: usize = 256;

/// Wakes the loop: there is a new connection, or the server is shutting down.
const WAKER: Token = Token(usize::MAX);

/// The model `events`: hands each connection over to the thread of the event loop.
pub(crate) struct EventLoopThread {
    // Declared, and so dropped, before the waker: the loop wakes up, and finds that nothing more can come.
    hand_over: Sender<Connection>,
    waker: LoopWaker,
}

struct LoopWaker(Arc<Waker>);

impl LoopWaker {
    fn wake(&self) {
        // Where the system fails to, the loop still wakes up to look through its connections.
        let _ = self.0.wake();
    }
}

impl Drop for LoopWaker {
    fn drop(&mut self) {
        self.wake();
    }
}

impl EventLoopThread {
    /// Starts the thread.
    pub(crate) fn start(service: Service) -> io::Result<Self> {
        let poll = Poll::new()?;
        let waker = Arc::new(Waker::new(poll.registry(), WAKER)?);
        let (hand_over, handed_over) = mpsc::channel();
        let event_loop = EventLoop {
            poll,
            _waker: Arc::clone(&waker),
            handed_over,
            service,
            connections: HashMap::new(),
            buffer: vec![0; READ_BUFFER_SIZE].into(),
            next_token: 0,
            unfinished: Vec::new(),
            now: Instant::now(),
            next_look: Instant::now(),
        };
        spawn(move || event_loop.run())?;
        Ok(Self { hand_over, waker: LoopWaker(waker) })
    }
}

impl ConnectionHandler for EventLoopThread {
    fn handle(&self, connection: Connection) {
        // The loop receives for as long as there is something that sends.
        let _ = self.hand_over.send(connection);
        self.waker.wake();
    }

    fn drain(&self) {
        self.waker.wake();
    }
}

/// All that the thread has. No other thread touches its connections, so nothing needs a lock.
struct EventLoop {
    poll: Poll,
    /// The kernel forgets an event whose descriptor is closed before the event was received.
    _waker: Arc<Waker>,
    handed_over: Receiver<Connection>,
    service: Service,
    connections: HashMap<Token, NonblockingConnection>,
    /// One read buffer is enough for all connections, because the loop reads from one after another.
    buffer: Box<[u8]>,
    next_token: usize,
    /// Connections that had more to read when it was the turn of others. The system does not report them again.
    unfinished: Vec<Token>,
    /// When the last wait ended.
    now: Instant,
    next_look: Instant,
}

impl EventLoop {
    // ANCHOR: run
    fn run(mut self) {
        let mut events = Events::with_capacity(EVENTS_PER_POLL);
        while self.take_new_connections() {
            // A wait that a signal interrupted (EINTR), or that failed, reports nothing; the next one will.
            let _ = self.poll.poll(&mut events, self.poll_timeout());
            self.now = Instant::now();
            for event in &events {
                self.serve(event.token(), event.is_read_closed());
            }
            for token in mem::take(&mut self.unfinished) {
                self.serve(token, true);
            }
            let is_time = self.now >= self.next_look;
            if is_time {
                self.next_look = self.now + LOOK_INTERVAL;
            }
            if self.service.shutdown.has_begun() {
                self.for_each(Self::drain);
            } else if is_time {
                self.for_each(Self::look);
            }
        }
    }
    // ANCHOR_END: run

    /// Registers the connections that were handed over; false if no more can come.
    fn take_new_connections(&mut self) -> bool {
        loop {
            match self.handed_over.try_recv() {
                Ok(connection) => self.register(connection),
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Disconnected) => return false,
            }
        }
    }

    fn register(&mut self, connection: Connection) {
        let token = Token(self.next_token);
        self.next_token += 1;
        let address = connection.address;
        match NonblockingConnection::register(connection, token, self.poll.registry(), &self.service) {
            Ok(connection) => drop(self.connections.insert(token, connection)),
            Err(error) => log_failure(address, &error),
        }
    }

    /// How long to wait for events: without any connection, until the waker wakes the loop.
    fn poll_timeout(&self) -> Option<Duration> {
        if !self.unfinished.is_empty() {
            Some(Duration::ZERO)
        } else if self.connections.is_empty() {
            None
        } else {
            Some(self.next_look.saturating_duration_since(Instant::now()))
        }
    }

    // ANCHOR: serve
    /// Serves a connection as far as that goes without waiting.
    fn serve(&mut self, token: Token, until_empty: bool) {
        let Some(progress) = self.proceed(token, until_empty) else { return };
        match progress {
            Ok(Progress::Waiting) => {}
            Ok(Progress::Unfinished) => self.unfinished.push(token),
            Ok(Progress::Ended { requests }) => self.close(token, Ok(requests)),
            Err(error) => self.close(token, Err(error.into())),
        }
    }
    // ANCHOR_END: serve

    /// Has a connection read, reply and send. A panic ends that connection, and no other: all of them share this thread.
    fn proceed(&mut self, token: Token, until_empty: bool) -> Option<io::Result<Progress>> {
        // It is no longer there if it was closed after the system had reported it.
        let connection = self.connections.get_mut(&token)?;
        let proceed = || connection.proceed(&mut self.buffer, until_empty, self.now, self.poll.registry());
        catch_unwind(AssertUnwindSafe(proceed)).map_err(|_| self.connections.remove(&token)).ok()
    }

    fn for_each(&mut self, work: fn(&mut Self, Token)) {
        let tokens: Vec<Token> = self.connections.keys().copied().collect();
        for token in tokens {
            work(self, token);
        }
    }

    /// Closes a connection that has timed out.
    fn look(&mut self, token: Token) {
        let now = self.now;
        if !self.connections.get(&token).is_some_and(|connection| connection.needs_look(now)) {
            return;
        }
        // This process may have been suspended until now: what arrived meanwhile counts.
        self.serve(token, true);
        if self.connections.get(&token).is_some_and(|connection| connection.is_late(now)) {
            self.close(token, Err(EndedEarly::Failed(ErrorKind::TimedOut.into())));
        }
    }

    /// Closes a connection as soon as the requests that have arrived have their replies.
    fn drain(&mut self, token: Token) {
        self.serve(token, true);
        let now = self.now;
        if self.connections.get_mut(&token).is_some_and(|connection| connection.is_drained(now)) {
            self.close(token, Err(EndedEarly::ShuttingDown));
        }
    }

    fn close(&mut self, token: Token, outcome: Outcome) {
        if let Some(connection) = self.connections.remove(&token) {
            let connection = connection.deregister(self.poll.registry());
            self.service.lingering_close.close_served(connection, outcome);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        connection_limit::ConnectionLimit, lingering_close::LingeringClose, shutdown::testing::shutdown,
    };
    use calculator_server::handle_request;
    use std::num::NonZeroUsize;
    use testkit::{Peer, eventually};

    const LONG: Duration = Duration::from_mins(1);

    #[test]
    fn a_loop_that_waits_for_nothing_ends_when_it_can_get_no_more_connections() {
        let listener = socket_basics::listen_at("127.0.0.1:0".parse().unwrap()).unwrap();
        let mut peer = Peer::connect(listener.local_addr().unwrap());
        let (stream, address) = listener.accept().unwrap();
        let limit = ConnectionLimit::new(NonZeroUsize::MIN);
        let permit = limit.try_acquire().unwrap();
        let lingering_close = LingeringClose::start(LONG).unwrap();
        let (_handle, shutdown) = shutdown();
        let service = Service {
            handle_request,
            idle_timeout: LONG,
            shutdown,
            lingering_close: Arc::clone(&lingering_close),
        };
        let event_loop = EventLoopThread::start(service).unwrap();
        event_loop.handle(Connection { stream, address, permit });
        peer.send("1+1\n").expect("2");
        drop(peer);
        eventually("the only connection has ended", || limit.try_acquire().is_some());
        drop(event_loop);
        eventually("the loop has ended", || Arc::strong_count(&lingering_close) == 1);
    }
}
