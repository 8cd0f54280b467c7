//! One connection of the event loop: it reads, replies and sends as far as that goes without waiting.

use crate::{
    connection::Connection, connection_limit::Permit, models::Service, server::HandleRequest,
    shutdown::DRAIN_TIMEOUT,
};
use calculator_server::Responder;
use mio::{Interest, Registry, Token, net::TcpStream};
use std::{
    io::{self, ErrorKind, Read as _, Write as _},
    net::SocketAddr,
    time::{Duration, Instant},
};

/// How many reads one connection gets before it is the turn of the others: a client that never stops sending must not
/// keep them waiting.
const READS_PER_TURN: usize = 16;

/// Whether a read that does not fill its buffer is taken for the last one, as epoll(7) has it. It saves the read that finds
/// nothing. It is wrong after urgent data, which ends a read early (RFC 6093), so the loop looks once more a moment later.
/// On Windows only a read that finds nothing makes mio report the connection again.
const SHORT_READ_IS_LAST: bool = cfg!(unix);

// ANCHOR: connection
/// A connection whose reads and writes do not block. It has no buffer once a read has found nothing.
pub(crate) struct NonblockingConnection {
    stream: TcpStream,
    token: Token,
    address: SocketAddr,
    permit: Permit,
    responder: Responder<HandleRequest>,
    requests: u64,
    /// Replies that the kernel has not taken yet. Until it has, nothing more is read. So the replies to a
    /// client that does not read them cannot grow without a limit.
    output: Vec<u8>,
    /// Whether the kernel also reports when there is room for output.
    awaits_room: bool,
    /// The client has ended its input.
    input_ended: bool,
    /// There may be input that the kernel does not report: the last read did not find the socket empty.
    maybe_more: bool,
    idle_timeout: Duration,
    /// When the client has to have completed a request, or taken its replies.
    deadline: Instant,
    /// When draining ends, once this connection is draining.
    drain_deadline: Option<Instant>,
}
// ANCHOR_END: connection

/// How far a connection has come.
pub(crate) enum Progress {
    /// The kernel will report when it can go on.
    Waiting,
    /// It could go on, and the kernel will not report it again.
    Unfinished,
    /// The client has ended its input, and has all its replies.
    Ended { requests: u64 },
}

impl NonblockingConnection {
    /// Asks the kernel to report, under this token, when there is something to read.
    pub(crate) fn register(
        connection: Connection,
        token: Token,
        registry: &Registry,
        service: &Service,
    ) -> io::Result<Self> {
        let Connection { stream, address, permit } = connection;
        stream.set_nonblocking(true)?;
        let mut stream = TcpStream::from_std(stream);
        registry.register(&mut stream, token, Interest::READABLE)?;
        Ok(Self {
            stream,
            token,
            address,
            permit,
            responder: Responder::new(service.handle_request),
            requests: 0,
            output: Vec::new(),
            awaits_room: false,
            input_ended: false,
            maybe_more: false,
            idle_timeout: service.idle_timeout,
            deadline: Instant::now() + service.idle_timeout,
            drain_deadline: None,
        })
    }

    pub(crate) fn deregister(mut self, registry: &Registry) -> Connection {
        // The kernel forgets it at the latest when it is closed.
        let _ = registry.deregister(&mut self.stream);
        Connection { stream: self.stream.into(), address: self.address, permit: self.permit }
    }

    // ANCHOR: proceed
    /// Sends, reads and replies until that would block. `until_empty`: until a read has found nothing.
    pub(crate) fn proceed(
        &mut self,
        buffer: &mut [u8],
        until_empty: bool,
        now: Instant,
        registry: &Registry,
    ) -> io::Result<Progress> {
        let mut was_last = false;
        self.maybe_more = true;
        for _ in 0..READS_PER_TURN {
            if !self.send_output(now, registry)? {
                return Ok(Progress::Waiting);
            }
            if self.input_ended {
                return Ok(Progress::Ended { requests: self.requests });
            }
            if was_last {
                return Ok(Progress::Waiting);
            }
            match self.stream.read(buffer) {
                Ok(count) => {
                    self.receive(&buffer[..count], now);
                    was_last = SHORT_READ_IS_LAST && !until_empty && count < buffer.len();
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.maybe_more = false;
                    self.output = Vec::new();
                    return Ok(Progress::Waiting);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Progress::Unfinished)
    }
    // ANCHOR_END: proceed

    /// Replies to the requests that these bytes complete; no bytes are the end of the input.
    fn receive(&mut self, bytes: &[u8], now: Instant) {
        self.input_ended = bytes.is_empty();
        let completed = match bytes {
            [] => self.responder.finish(&mut self.output),
            _ => self.responder.receive(bytes, &mut self.output),
        };
        self.requests += completed;
        if completed > 0 {
            self.deadline = now + self.idle_timeout;
        }
    }

    // ANCHOR: send_output
    /// Sends as much of the output as the kernel takes, and says whether that was all.
    fn send_output(&mut self, now: Instant, registry: &Registry) -> io::Result<bool> {
        if self.output.is_empty() {
            return Ok(true);
        }
        while !self.output.is_empty() {
            match self.stream.write(&self.output) {
                Ok(count) => drop(self.output.drain(..count)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.await_room(true, registry)?;
                    return Ok(false);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.deadline = now + self.idle_timeout;
        self.await_room(false, registry)?;
        Ok(true)
    }

    /// Asks the kernel to report room for output, but only while there is output to send.
    fn await_room(&mut self, awaits_room: bool, registry: &Registry) -> io::Result<()> {
        if awaits_room != self.awaits_room {
            self.awaits_room = awaits_room;
            let readable = Interest::READABLE;
            let interest = if awaits_room { readable | Interest::WRITABLE } else { readable };
            registry.reregister(&mut self.stream, self.token, interest)?;
        }
        Ok(())
    }
    // ANCHOR_END: send_output

    /// Whether its time is up, or it may have input that the kernel does not report.
    pub(crate) fn needs_look(&self, now: Instant) -> bool {
        self.maybe_more || self.is_late(now)
    }

    pub(crate) fn is_late(&self, now: Instant) -> bool {
        now >= self.deadline
    }

    /// Whether the requests that have arrived have their replies, or the time for draining is up.
    pub(crate) fn is_drained(&mut self, now: Instant) -> bool {
        let deadline = *self.drain_deadline.get_or_insert(now + DRAIN_TIMEOUT);
        !self.maybe_more && self.output.is_empty() || now >= deadline
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        connection_limit::ConnectionLimit, lingering_close::LingeringClose, shutdown::testing::shutdown,
    };
    use calculator_server::{READ_BUFFER_SIZE, handle_request};
    use mio::{Events, Poll};
    use std::num::NonZeroUsize;
    use testkit::{DEADLINE, Peer, eventually};

    const LONG: Duration = Duration::from_mins(1);

    /// A registered connection, and what the loop keeps for it.
    struct Fixture {
        peer: Peer,
        poll: Poll,
        connection: NonblockingConnection,
        buffer: Vec<u8>,
        now: Instant,
    }

    fn fixture(connect: impl FnOnce(SocketAddr) -> Peer) -> Fixture {
        let listener = socket_basics::listen_at("127.0.0.1:0".parse().unwrap()).unwrap();
        let peer = connect(listener.local_addr().unwrap());
        let (stream, address) = listener.accept().unwrap();
        let permit = ConnectionLimit::new(NonZeroUsize::MIN).try_acquire().unwrap();
        let service = Service {
            handle_request,
            idle_timeout: LONG,
            shutdown: shutdown().1,
            lingering_close: LingeringClose::start(LONG).unwrap(),
        };
        let poll = Poll::new().unwrap();
        let accepted = Connection { stream, address, permit };
        let connection =
            NonblockingConnection::register(accepted, Token(0), poll.registry(), &service).unwrap();
        let now = connection.deadline.checked_sub(LONG).unwrap();
        Fixture { peer, poll, connection, buffer: vec![0; READ_BUFFER_SIZE], now }
    }

    impl Fixture {
        fn proceed(&mut self) -> Progress {
            let registry = self.poll.registry();
            self.connection.proceed(&mut self.buffer, true, self.now, registry).unwrap()
        }

        fn wait_for_input(&self, bytes: usize) {
            let arrived = || self.connection.stream.peek(&mut vec![0; bytes]);
            eventually("it has arrived", || arrived().is_ok_and(|count| count == bytes));
        }

        /// Asks for more replies than the kernel takes for a client that does not read.
        fn ask_without_reading(&mut self) {
            eventually("no more replies fit", || {
                // The server reads each of these before the next is sent, so no send waits for room.
                self.peer.send("\n".repeat(1024));
                self.proceed();
                !self.connection.output.is_empty()
            });
        }
    }

    #[test]
    fn it_replies_and_waits_then_ends_with_its_input() {
        let mut fixture = fixture(Peer::connect);
        fixture.peer.send("1+1\n2+");
        fixture.wait_for_input(6);
        assert!(matches!(fixture.proceed(), Progress::Waiting));
        assert_eq!(fixture.connection.output.capacity(), 0, "a silent client costs no buffer");
        fixture.peer.expect("2").send("2").half_close();
        eventually("the input has ended", || matches!(fixture.proceed(), Progress::Ended { requests: 2 }));
        fixture.peer.expect("4");
    }

    #[test]
    fn after_some_reads_it_is_the_turn_of_others() {
        let mut fixture = fixture(Peer::connect);
        fixture.buffer.truncate(1);
        fixture.peer.send(format!("{}\n", "1".repeat(READS_PER_TURN)));
        fixture.wait_for_input(READS_PER_TURN + 1);
        assert!(matches!(fixture.proceed(), Progress::Unfinished));
        assert!(!fixture.connection.is_drained(fixture.now), "it may have more input");
        assert!(matches!(fixture.proceed(), Progress::Waiting));
        fixture.peer.expect(&"1".repeat(READS_PER_TURN));
    }

    #[test]
    fn the_kernel_reports_room_only_while_there_is_output() {
        let mut fixture = fixture(Peer::connect_with_small_buffer);
        fixture.ask_without_reading();
        let mut events = Events::with_capacity(9);
        // Whatever it has reported until now.
        fixture.poll.poll(&mut events, Some(Duration::ZERO)).unwrap();
        fixture.peer.stream().set_nonblocking(true).unwrap();
        let end = Instant::now() + DEADLINE;
        while !fixture.connection.output.is_empty() {
            assert!(Instant::now() < end, "the kernel reports no room");
            while fixture.peer.stream().read(&mut [0; 9999]).is_ok() {}
            fixture.poll.poll(&mut events, Some(Duration::from_millis(1))).unwrap();
            if events.iter().any(mio::event::Event::is_writable) {
                fixture.proceed();
            }
        }
        assert!(!fixture.connection.awaits_room);
    }

    #[test]
    fn a_connection_that_was_reset_is_not_taken_for_one_that_has_ended() {
        let Fixture { peer, poll, mut connection, mut buffer, now } = fixture(Peer::connect);
        peer.reset();
        let mut outcome = Ok(Progress::Waiting);
        eventually("the reset has arrived", || {
            outcome = connection.proceed(&mut buffer, true, now, poll.registry());
            !matches!(outcome, Ok(Progress::Waiting))
        });
        assert!(outcome.is_err_and(|error| error.kind() == ErrorKind::ConnectionReset));
    }

    #[test]
    fn it_reads_nothing_while_its_client_takes_no_replies() {
        let mut fixture = fixture(Peer::connect_with_small_buffer);
        fixture.ask_without_reading();
        let requests = fixture.connection.requests;
        fixture.peer.send("1+1\n");
        assert!(matches!(fixture.proceed(), Progress::Waiting));
        assert_eq!(fixture.connection.requests, requests);
    }

    #[test]
    fn only_a_complete_request_moves_the_deadline() {
        let mut fixture = fixture(Peer::connect);
        let deadline = fixture.connection.deadline;
        fixture.now += Duration::from_secs(1);
        fixture.peer.send("1+");
        fixture.wait_for_input(2);
        fixture.proceed();
        assert_eq!(fixture.connection.deadline, deadline);
        fixture.peer.send("1\n");
        fixture.wait_for_input(2);
        fixture.proceed();
        assert_eq!(fixture.connection.deadline, fixture.now + LONG);
        assert!(!fixture.connection.is_late(fixture.now));
        assert!(fixture.connection.is_late(fixture.now + LONG));
    }

    #[test]
    fn it_needs_a_look_until_a_read_has_found_nothing_or_when_it_is_late() {
        let mut fixture = fixture(Peer::connect);
        fixture.peer.send("1");
        fixture.wait_for_input(1);
        let registry = fixture.poll.registry();
        fixture.connection.proceed(&mut fixture.buffer, false, fixture.now, registry).unwrap();
        assert_eq!(fixture.connection.needs_look(fixture.now), SHORT_READ_IS_LAST);
        fixture.peer.send("1");
        fixture.wait_for_input(1);
        fixture.proceed();
        assert!(!fixture.connection.needs_look(fixture.now));
        assert!(fixture.connection.needs_look(fixture.connection.deadline));
    }

    #[test]
    fn it_is_drained_when_all_is_answered_or_after_the_drain_timeout() {
        let mut idle = fixture(Peer::connect);
        assert!(matches!(idle.proceed(), Progress::Waiting));
        assert!(idle.connection.is_drained(idle.now));
        let mut busy = fixture(Peer::connect_with_small_buffer);
        busy.ask_without_reading();
        assert!(!busy.connection.is_drained(busy.now));
        assert!(busy.connection.is_drained(busy.now + DRAIN_TIMEOUT));
    }
}
