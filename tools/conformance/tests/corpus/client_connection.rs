//! The connection of a client with a fault, or none: lines out of a stream, and why there are no more.

use crate::{client::Fault, client_stand_in::Surroundings};
use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};
use support::{is_disconnected, is_timeout};

/// A connection to the server.
pub(crate) struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
    fault: Option<Fault>,
    killed: Arc<AtomicBool>,
    /// Whether the last line had no end.
    pub(crate) is_truncated: bool,
}

/// Why there is no reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lost {
    Refused,
    Closed,
    Truncated,
    Reset,
    TimedOut,
    Busy(String),
    NoReply(String),
}

impl Connection {
    pub(crate) fn open(around: &Surroundings, fault: Option<Fault>) -> Result<Self, Lost> {
        let killed = Arc::clone(&around.killed);
        let mut connected = TcpStream::connect(around.server);
        while fault == Some(Fault::ConnectsForEver) && connected.is_err() && !killed.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(1));
            connected = TcpStream::connect(around.server);
        }
        let stream = connected.map_err(|_| Lost::Refused)?;
        let timeout = Some(around.reply_timeout).filter(|_| fault != Some(Fault::NeverGivesUp));
        let _ = stream.set_read_timeout(timeout);
        Ok(Self { stream, received: Vec::new(), fault, killed, is_truncated: false })
    }

    /// What cannot be sent is missed when its reply is read.
    pub(crate) fn send(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes);
    }

    /// Closes the sending side, and waits until the server has closed in turn.
    pub(crate) fn finish(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Write);
        while matches!(self.stream.read(&mut [0; 1024]), Ok(1..)) {}
    }

    /// Nothing may have come without a request.
    pub(crate) fn reject_unsolicited(&self) -> Result<(), Lost> {
        match &self.received[..] {
            [] => Ok(()),
            received => Err(Lost::NoReply(String::from_utf8_lossy(received).into_owned())),
        }
    }

    /// The next line, without its end.
    pub(crate) fn line(&mut self) -> Result<String, Lost> {
        loop {
            if let Some(end) = self.received.iter().position(|&byte| byte == b'\n') {
                return self.take(end);
            }
            let mut buffer = [0; 8 * 1024];
            let room = if self.fault == Some(Fault::ReadsAKilobyte) { 1024 } else { buffer.len() };
            match self.stream.read(&mut buffer[..room]) {
                Ok(0) => self.end()?,
                Ok(count) => self.add(&buffer[..count]),
                Err(error) if is_timeout(&error) => return Err(Lost::TimedOut),
                Err(error) if is_disconnected(&error) => return Err(Lost::Reset),
                Err(_) => {}
            }
        }
    }

    /// Keeps what has come.
    fn add(&mut self, bytes: &[u8]) {
        match self.fault {
            Some(Fault::DecodesEachRead) => self.received.extend(String::from_utf8_lossy(bytes).bytes()),
            _ => self.received.extend(bytes),
        }
        let is_taken_for_a_line = self.fault == Some(Fault::TakesAFragmentForAReply)
            || (self.fault == Some(Fault::ReadsAKilobyte) && bytes.len() == 1024);
        if is_taken_for_a_line && !self.received.ends_with(b"\n") {
            self.received.push(b'\n');
        }
    }

    /// What the end of the stream means.
    fn end(&mut self) -> Result<(), Lost> {
        match self.fault {
            Some(Fault::ReadsOnAfterTheEnd) if !self.killed.load(Ordering::Relaxed) => {
                thread::sleep(Duration::from_millis(1));
                Ok(())
            }
            _ if self.received.is_empty() => Err(Lost::Closed),
            Some(Fault::ShowsATruncatedReply) => {
                self.received.push(b'\n');
                self.is_truncated = true;
                Ok(())
            }
            _ => Err(Lost::Truncated),
        }
    }

    /// Takes the line that ends here.
    fn take(&mut self, end: usize) -> Result<String, Lost> {
        let mut line: Vec<_> = self.received.drain(..=end).collect();
        match self.fault {
            Some(Fault::LosesRepliesThatComeTogether) => self.received.clear(),
            Some(Fault::ShowsAllThatCame) => line.extend(&self.received),
            Some(Fault::WantsNoCr) if line.ends_with(b"\r\n") => {
                return Err(Lost::NoReply("a CR".to_owned()));
            }
            Some(Fault::DecodesAscii) if !line.is_ascii() => {
                return Err(Lost::NoReply("no ASCII".to_owned()));
            }
            _ => {}
        }
        Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
    }
}
