//! A client of a target, its connections, on which each reply is checked, and what a healthy one does.

use crate::{
    pending::PendingReplies,
    requests::{Request, Requests},
    run::{ClientError, ClientResult, POLL_INTERVAL},
    target::{IDLE_TIMEOUT, Target},
};
use fastrand::Rng;
use socket_basics::reason;
use std::{
    io::{self, ErrorKind, Read as _, Write as _},
    net::{Shutdown, TcpStream},
    thread,
    time::Instant,
};
use support::{is_disconnected, is_timeout};

/// How many bytes are certainly in the peer's buffer when they are written: no system gives a connection less. What
/// is more may still be in ours.
const SURELY_RECEIVED: usize = 16 * 1024;

/// The most requests that are sent before their replies are read. With their replies they fit into the buffers of any
/// system, so that client and server never wait for each other.
const PIPELINED: usize = 150;

/// A client, healthy or faulty.
pub(crate) struct Client<'a> {
    pub(crate) target: &'a Target,
    pub(crate) rng: Rng,
    pub(crate) requests: Requests,
}

impl<'a> Client<'a> {
    /// Connects to the server that runs, or to the next one: whether that starts in time is checked elsewhere.
    pub(crate) fn connect(&self) -> ClientResult<Connection<'a>> {
        let (target, timeout) = (self.target, self.target.run.arguments.timeout);
        let start = Instant::now();
        loop {
            target.run.ensure_running()?;
            // We may learn of the connection much later than the server.
            let since = Instant::now();
            if let Some(generation) = target.generation() {
                match TcpStream::connect_timeout(&target.address, timeout) {
                    Ok(stream) => return Ok(Connection::new(target, stream, generation, since)),
                    // So many of our connections have only just ended that this machine may have no port left for us.
                    Err(error)
                        if error.kind() == ErrorKind::AddrNotAvailable && start.elapsed() < timeout => {}
                    Err(_) if target.has_ended(generation) => {}
                    Err(error) => return Err(format!("could not connect: {}", reason(&error)).into()),
                }
            }
            thread::sleep(POLL_INTERVAL / 10);
        }
    }

    /// The next requests.
    pub(crate) fn requests(&mut self, count: usize) -> Vec<Request> {
        (0..count).map(|_| self.requests.next(&mut self.rng)).collect()
    }
}

/// A healthy session: requests, one by one or many at once, with each reply checked.
pub(crate) fn run_session(client: &mut Client<'_>) -> ClientResult {
    let mut connection = client.connect()?;
    for _ in 0..client.rng.usize(1..60) {
        let count = if client.rng.bool() { 1 } else { client.rng.usize(2..=PIPELINED) };
        let requests = client.requests(count);
        let pieces = client.rng.usize(1..4);
        connection.send(requests, pieces, &mut client.rng)?;
        connection.receive()?;
    }
    if client.rng.bool() {
        connection.finish()?;
    }
    client.target.counters.sessions.add(1);
    Ok(())
}

/// A connection to the server at a target, and the replies that are pending on it.
pub(crate) struct Connection<'a> {
    target: &'a Target,
    pub(crate) stream: TcpStream,
    generation: u64,
    pending: PendingReplies,
    /// A moment before the server can have begun to wait for the next line: it had not been sent the one before.
    since: Instant,
    /// When the last request was sent.
    sent_at: Instant,
    too_slow: bool,
}

impl<'a> Connection<'a> {
    fn new(target: &'a Target, stream: TcpStream, generation: u64, since: Instant) -> Self {
        // macOS refuses these where the connection has ended already. Nothing blocks there, so that is no failure.
        let _ = stream.set_write_timeout(Some(target.run.arguments.timeout));
        let _ = stream.set_read_timeout(Some(POLL_INTERVAL));
        let _ = stream.set_nodelay(true);
        let pending = PendingReplies::default();
        Self { target, stream, generation, pending, since, sent_at: since, too_slow: false }
    }

    /// Sends all of them together, in the given number of pieces.
    pub(crate) fn send(&mut self, requests: Vec<Request>, pieces: usize, rng: &mut Rng) -> ClientResult {
        let bytes: Vec<u8> = requests.iter().flat_map(|request| &request.line).copied().collect();
        self.sent_at = Instant::now();
        let sent = self.write(&bytes, pieces, rng);
        self.check_idle_time();
        let owed = sent.is_ok() && bytes.len() <= SURELY_RECEIVED && !self.target.has_ended(self.generation);
        for request in requests {
            self.pending.push(request, owed);
        }
        match sent {
            Ok(()) => Ok(()),
            Err(error) if is_timeout(&error) => {
                let seconds = self.target.run.arguments.timeout.as_secs();
                Err(format!("the server takes no requests: nothing for {seconds} seconds").into())
            }
            // Its last replies may still be there.
            Err(_) => self.receive(),
        }
    }

    /// Sends a last request, whose line ends with the stream, and half-closes.
    pub(crate) fn send_last(&mut self) {
        let request = Request { line: b"6*7".into(), reply: "42".to_owned() };
        // Both fail where the connection has ended, which the next read reports.
        let sent = self.stream.write_all(&request.line).and_then(|()| self.stream.shutdown(Shutdown::Write));
        let owed = sent.is_ok() && !self.target.has_ended(self.generation);
        self.check_idle_time();
        self.pending.push(request, owed);
    }

    fn write(&mut self, bytes: &[u8], pieces: usize, rng: &mut Rng) -> io::Result<()> {
        let mut rest = bytes;
        for _ in 1..pieces {
            let (piece, after) = rest.split_at(rng.usize(..=rest.len()));
            self.stream.write_all(piece)?;
            rest = after;
        }
        self.stream.write_all(rest)
    }

    /// Half of the idle timeout is too slow already: a busy server may see a line long after it was written.
    fn check_idle_time(&mut self) {
        self.too_slow |= self.since.elapsed() > IDLE_TIMEOUT / 2;
    }

    /// Receives and checks replies until each request has its own.
    pub(crate) fn receive(&mut self) -> ClientResult {
        let start = Instant::now();
        while !self.pending.is_empty() {
            if !self.read(start)? {
                return Err(self.closed());
            }
        }
        self.since = self.sent_at;
        Ok(())
    }

    /// Half-closes, and receives the rest: the pending replies, then end of file, and nothing else.
    pub(crate) fn finish(mut self) -> ClientResult {
        // It fails where the connection has ended, which the next read reports.
        let _ = self.stream.shutdown(Shutdown::Write);
        self.check_idle_time();
        let start = Instant::now();
        while self.read(start)? {}
        if self.pending.is_empty() { Ok(()) } else { Err(self.closed()) }
    }

    /// Reads once, and checks what was received; false at end of file.
    fn read(&mut self, start: Instant) -> ClientResult<bool> {
        let (run, mut buffer) = (&self.target.run, [0; 8192]);
        loop {
            match read_some(&self.stream, &mut buffer)? {
                Some([]) => return Ok(false),
                Some(bytes) => {
                    self.target.counters.replies.add(self.pending.receive(bytes)?);
                    return Ok(true);
                }
                None => {
                    run.ensure_running()?;
                    let (due, timeout) = (self.pending.next_due(), run.arguments.timeout);
                    if start.elapsed() > timeout {
                        return Err(format!("nothing came for {timeout:?}; {due} was due").into());
                    }
                }
            }
        }
    }

    /// What it means that the server has closed the connection.
    fn closed(&self) -> ClientError {
        match self.pending.closed(self.target.has_ended(self.generation)) {
            ClientError::Violation(_) if self.too_slow => ClientError::TooSlow,
            ClientError::Violation(what) => format!("{what}; {}", self.target.log_about(&self.stream)).into(),
            error => error,
        }
    }
}

/// Reads once: nothing within the stream's timeout is `None`, and a stream that has ended or was reset brings no bytes.
pub(crate) fn read_some<'b>(mut stream: &TcpStream, buffer: &'b mut [u8]) -> io::Result<Option<&'b [u8]>> {
    match stream.read(buffer) {
        Ok(count) => Ok(Some(&buffer[..count])),
        Err(error) if is_timeout(&error) => Ok(None),
        Err(error) if is_disconnected(&error) => Ok(Some(&[])),
        Err(error) => Err(error),
    }
}
