//! A connection between the judge and the program that is judged: what goes and comes over it is kept for the message.

use crate::traffic::Traffic;
use socket_basics::reset_on_close;
use std::{
    io::{self, ErrorKind, Read as _, Write as _},
    mem,
    net::{Shutdown, TcpStream},
    thread,
    time::{Duration, Instant},
};
use support::{is_disconnected, poll_until, time_left};

/// More than any request or reply has.
pub(crate) const LONGEST_LINE: usize = 64 * 1024;

/// How much of a line a message quotes.
pub(crate) const QUOTED: usize = 40;

/// How long a peer may leave a fragment unread before the next is sent all the same.
const UNREAD_FOR: Duration = Duration::from_secs(1);

/// Where the system does not tell whether the peer has read a fragment, it gets this long.
const PAUSE: Duration = Duration::from_millis(20);

/// One connection. Every wait has a deadline.
pub(crate) struct Connection {
    pub(crate) stream: TcpStream,
    /// Who is at the other end, for the message: "the server".
    peer: &'static str,
    /// Which client of the check it is, from 1.
    pub(crate) number: usize,
    pub(crate) traffic: Traffic,
    /// What has come and was not asked for yet.
    pub(crate) received: Vec<u8>,
}

impl Connection {
    pub(crate) fn new(stream: TcpStream, peer: &'static str, number: usize, traffic: &Traffic) -> Self {
        // A fragment must leave at once.
        let _ = stream.set_nodelay(true);
        Self { stream, peer, number, traffic: traffic.clone(), received: Vec::new() }
    }

    /// Adds to the message what happens besides bytes.
    pub(crate) fn note(&self, note: impl Into<String>) {
        self.traffic.note(self.number, note);
    }

    pub(crate) fn send(&mut self, bytes: &[u8], deadline: Instant) -> io::Result<()> {
        self.traffic.record(self.number, |transcript| transcript.sent(bytes));
        let _ = self.stream.set_write_timeout(Some(time_left(deadline)));
        self.stream.write_all(bytes)
    }

    /// Takes what comes next; false at the end of the stream.
    pub(crate) fn read(&mut self, deadline: Instant) -> io::Result<bool> {
        let _ = self.stream.set_read_timeout(Some(time_left(deadline)));
        let mut buffer = [0; 8 * 1024];
        match self.stream.read(&mut buffer) {
            Ok(0) => {
                self.note(format!("{} has closed the connection", self.peer));
                Ok(false)
            }
            Ok(count) => {
                self.traffic.record(self.number, |transcript| transcript.received(&buffer[..count]));
                self.received.extend_from_slice(&buffer[..count]);
                Ok(true)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Ok(true),
            Err(error) => {
                if is_disconnected(&error) {
                    self.note(format!("{} has reset the connection", self.peer));
                }
                Err(error)
            }
        }
    }

    /// The next line without its LF, if it has come.
    pub(crate) fn next_line(&mut self) -> Option<Vec<u8>> {
        let end = self.received.iter().position(|&byte| byte == b'\n')?;
        let rest = self.received.split_off(end + 1);
        let mut line = mem::replace(&mut self.received, rest);
        line.pop();
        Some(line)
    }

    /// Ends our stream. It fails where the peer has closed already.
    pub(crate) fn half_close(&self) {
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// Breaks the connection with a reset.
    pub(crate) fn reset(self) {
        reset_on_close(&self.stream);
    }
}

/// Waits until the peer has read all that was sent, so that what is sent next cannot arrive together with it. `unread` is how
/// many bytes it has yet to read, where the system tells.
pub(crate) fn wait_until_read(deadline: Instant, unread: impl Fn() -> Option<u64>) {
    match unread() {
        Some(_) => {
            let left = UNREAD_FOR.min(time_left(deadline));
            poll_until(left, || unread().is_none_or(|unread| unread == 0));
        }
        None => thread::sleep(PAUSE),
    }
}
