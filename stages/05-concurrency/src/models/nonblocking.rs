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
/// A connection whose reads and writes do not block. While it is silent it has no buffer.
pub(crate) struct NonblockingConnection {
    stream: TcpStream,
    token: Token,
    address: SocketAddr,
    permit: Permit,
    responder: Responder<HandleRequest>,
    requests: u64,
    /// Replies that the kernel has not taken yet. Until it has, nothing more is read: what a client does not take cannot
    /// grow.
    output: Vec<u8>,
    /// Whether the system also reports when there is room for output.
    awaits_room: bool,
    /// The client has ended its input.
    input_ended: bool,
    /// There may be input that the system does not report: the last read did not find the socket empty.
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
    /// The system will report when it can go on.
    Waiting,
    /// It could go on, and the system will not report it again.
    Unfinished,
    /// The client has ended its input, and has all its replies.
    Ended { requests: u64 },
}

impl NonblockingConnection {
    /// Has the system report under this token when there is something to read.
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
        // The system forgets it at the latest when it is closed.
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
        self.output = Vec::new();
        self.deadline = now + self.idle_timeout;
        self.await_room(false, registry)?;
        Ok(true)
    }

    /// Has the system report room for output only as long as there is some to send.
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

    /// Whether its time is up, or it may have input that the system does not report.
    pub(crate) fn needs_look(&self, now: Instant) -> bool {
        self.maybe_more || self.is_late(now)
    }

    pub(crate) fn is_late(&self, now: Instant) -> bool {
        now >= self.deadline
    }

    /// Whether the requests that have arrived are answered, or the time for draining is up.
    pub(crate) fn is_drained(&mut self, now: Instant) -> bool {
        let deadline = *self.drain_deadline.get_or_insert(now + DRAIN_TIMEOUT);
        !self.maybe_more && self.output.is_empty() || now >= deadline
    }
}
