//! A client of the server that is judged: what it sends, and what it waits for, with the deadline of the check.

use crate::{
    connection::{Connection, LONGEST_LINE, QUOTED, wait_until_read},
    failure::{Failure, Kind, NO_LINE_END, UNSENT},
    target::Running,
    traffic::Traffic,
};
use socket2::{Domain, Socket, Type};
use std::{
    io::{self, ErrorKind, Write as _},
    net::{Shutdown, SocketAddr},
    thread,
    time::{Duration, Instant},
};
use support::{is_disconnected, is_timeout, quote, time_left};

/// How long a server that does not close gets to send what it should not, and to send late what it should.
const SILENCE: Duration = Duration::from_millis(300);

/// One client. Every wait has the check's deadline.
pub(crate) struct Client {
    pub(crate) connection: Connection,
    pub(crate) deadline: Instant,
    /// The request whose reply is waited for: what was sent last.
    pub(crate) request: String,
    /// How many replies have come since then.
    replies: usize,
}

impl Client {
    /// Connects a socket that was prepared so.
    pub(crate) fn connect(
        address: SocketAddr,
        number: usize,
        deadline: Instant,
        traffic: &Traffic,
        prepare: fn(&Socket) -> io::Result<()>,
    ) -> Result<Self, Failure> {
        let connect = || {
            let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
            prepare(&socket)?;
            socket.connect_timeout(&address.into(), time_left(deadline))?;
            Ok(socket)
        };
        let socket = connect().map_err(|error: io::Error| {
            let what = format!("connecting to {address} failed: {error}");
            if is_timeout(&error) { Failure::timed_out(what) } else { Failure::new(what) }
        })?;
        let connection = Connection::new(socket.into(), "the server", number, traffic);
        Ok(Self { connection, deadline, request: String::new(), replies: 0 })
    }

    /// Sends all of the bytes. That the server has closed the connection is seen in what comes back.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) -> Result<&mut Self, Failure> {
        self.request = quote(bytes.as_ref(), QUOTED);
        self.replies = 0;
        match self.connection.send(bytes.as_ref(), self.deadline) {
            Err(error) if is_timeout(&error) => {
                Err(Failure::timed_out(format!("the server did not read {}", self.request)))
            }
            _ => Ok(self),
        }
    }

    /// Sends bytes, and waits until the server has read them, so that what is sent next cannot arrive together with them.
    pub(crate) fn send_fragment(&mut self, server: &dyn Running, bytes: &str) -> Result<&mut Self, Failure> {
        self.send(bytes)?;
        let own = self.connection.stream.local_addr().map_err(|error| Failure::new(error.to_string()))?;
        wait_until_read(self.deadline, || server.unread(own));
        Ok(self)
    }

    /// Ends the input of the server; its replies can still come.
    pub(crate) fn half_close(&mut self) -> &mut Self {
        self.connection.note("the end of the input (half-close)");
        self.connection.half_close();
        self
    }

    /// The next line as it came, without its LF.
    pub(crate) fn raw_line(&mut self, expected: &[u8]) -> Result<Vec<u8>, Failure> {
        loop {
            if let Some(line) = self.connection.next_line() {
                self.replies += 1;
                return Ok(line);
            }
            if self.connection.received.len() > LONGEST_LINE {
                return Err(Failure::new(format!("the reply has more than {LONGEST_LINE} bytes and no end")));
            }
            if !self.read(Self::no_line).map_err(|failure| self.with_cause(failure))? {
                let what = if self.has_part_of_a_line() {
                    "the server closed the connection within a reply: its line has no end".to_owned()
                } else {
                    format!("{} before the server closed the connection", self.came())
                };
                return Err(Failure::differing(what, expected, &self.connection.received).closed());
            }
        }
    }

    /// Ends the input if nothing has come in time: a reply that comes then was held back.
    fn with_cause(&mut self, failure: Failure) -> Failure {
        if failure.kind != Kind::TimedOut || failure.seen.is_some() || self.replies > 0 {
            return failure;
        }
        self.connection.note("the client gives up, and ends its input (half-close)");
        self.connection.half_close();
        let comes = self.connection.read(Instant::now() + SILENCE).unwrap_or(false);
        if comes { failure.because(UNSENT) } else { failure }
    }

    /// The next line, whatever its end is: that a reply ends with LF alone is a check of its own.
    pub(crate) fn line(&mut self, expected: &[u8]) -> Result<Vec<u8>, Failure> {
        let mut line = self.raw_line(expected)?;
        line.pop_if(|last| *last == b'\r');
        Ok(line)
    }

    /// Nothing more may come, and the stream has to end in order.
    pub(crate) fn end(&mut self) -> Result<(), Failure> {
        "the end of the input".clone_into(&mut self.request);
        while self.read(|client| {
            Failure::timed_out(format!("the server did not close the connection after {}", client.request))
        })? {
            if self.connection.received.len() > LONGEST_LINE {
                break;
            }
        }
        if self.connection.received.is_empty() {
            return Ok(());
        }
        Err(Failure::differing("more came than was asked for", b"", &self.connection.received))
    }

    /// Nothing more may come for a moment, or until the end of the stream. How the stream ends is another check's business.
    pub(crate) fn silent(&mut self) -> Result<(), Failure> {
        self.deadline = self.deadline.min(Instant::now() + SILENCE);
        self.end().or_else(|failure| if failure.difference.is_some() { Err(failure) } else { Ok(()) })
    }

    /// The stream has to end, whatever comes before that.
    pub(crate) fn closed(&mut self) -> Result<(), Failure> {
        self.end().or_else(|failure| if failure.difference.is_some() { Ok(()) } else { Err(failure) })
    }

    /// Exactly these bytes have to come next.
    pub(crate) fn bytes(&mut self, expected: &[u8]) -> Result<(), Failure> {
        self.read_towards(expected, |client| {
            Failure::timed_out(format!("not all came back of {}", client.request))
        })?;
        let received = &mut self.connection.received;
        if received.starts_with(expected) {
            received.drain(..expected.len());
            return Ok(());
        }
        let what = if expected.starts_with(received) {
            format!("the server closed the connection after {} of {} bytes", received.len(), expected.len())
        } else {
            "other bytes came back".to_owned()
        };
        Err(Failure::differing(what, expected, received))
    }

    /// Reads until these bytes have come, or others, or the end of the stream.
    fn read_towards(&mut self, expected: &[u8], late: fn(&Self) -> Failure) -> Result<(), Failure> {
        let is_part = |received: &[u8]| received.len() < expected.len() && expected.starts_with(received);
        while is_part(&self.connection.received) && self.read(late)? {}
        Ok(())
    }

    /// Sends bytes that have to come back, and reads them meanwhile: a server that echoes stops reading while nobody reads its
    /// echo.
    pub(crate) fn send_while_reading(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.connection.traffic.record(self.connection.number, |transcript| transcript.sent(bytes));
        self.request = quote(bytes, QUOTED);
        let writer = self.connection.stream.try_clone().map_err(|error| {
            Failure::impossible(format!("this computer could not duplicate a socket: {error}"))
        })?;
        let _ = writer.set_write_timeout(Some(time_left(self.deadline)));
        thread::scope(|scope| {
            // Whether all of it was taken is seen in what comes back.
            scope.spawn(move || (&writer).write_all(bytes));
            let outcome = self.bytes(bytes);
            // A failure must not wait for what the server does not read.
            if outcome.is_err() {
                let _ = self.connection.stream.shutdown(Shutdown::Both);
            }
            outcome
        })
    }

    /// Whether bytes have come that no line end follows.
    pub(crate) fn has_part_of_a_line(&self) -> bool {
        !self.connection.received.is_empty()
    }

    /// Breaks the connection with a reset.
    pub(crate) fn reset(self) {
        self.connection.note("the client resets the connection");
        self.connection.reset();
    }

    /// Whether something has come, or the connection is over. It does not wait.
    pub(crate) fn has_reply(&self) -> bool {
        let _ = self.connection.stream.set_nonblocking(true);
        let peeked = self.connection.stream.peek(&mut [0]);
        let _ = self.connection.stream.set_nonblocking(false);
        !peeked.is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
    }

    /// Whether the next bytes are these; they are not taken.
    pub(crate) fn next_line_begins_with(&mut self, expected: &[u8]) -> Result<bool, Failure> {
        self.read_towards(expected, Self::no_line)?;
        Ok(self.connection.received.starts_with(expected))
    }

    /// Forgets what it has sent and received, and has until this deadline from here on.
    pub(crate) fn start_over(&mut self, deadline: Instant) {
        self.connection.traffic.clear();
        self.deadline = deadline;
    }

    /// Takes what comes next; false at the end of the stream. `late` says what has not come in time.
    fn read(&mut self, late: fn(&Self) -> Failure) -> Result<bool, Failure> {
        self.connection.read(self.deadline).map_err(|error| match error {
            error if is_timeout(&error) => late(self),
            error if is_disconnected(&error) => {
                Failure::new(format!("the server reset the connection after {}", self.request)).closed()
            }
            error => Failure::new(format!("reading failed: {error}")),
        })
    }

    fn no_line(&self) -> Failure {
        if self.connection.received.is_empty() {
            let end = if self.replies == 0 { "" } else { ", and then no more" };
            return Failure::timed_out(self.came() + end);
        }
        let complete = [&self.connection.received[..], b"\n"].concat();
        let what = format!("the reply to {} is not complete: it has no LF", self.request);
        Failure::differing(what, &complete, &self.connection.received).after_a_timeout().because(NO_LINE_END)
    }

    /// How many replies have come, in words.
    fn came(&self) -> String {
        let count = match self.replies {
            0 => "no reply".to_owned(),
            1 => "one reply".to_owned(),
            more => format!("{more} replies"),
        };
        format!("{count} came to {}", self.request)
    }
}
