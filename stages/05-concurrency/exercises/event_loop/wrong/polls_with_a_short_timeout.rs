//! Wakes up a thousand times a second, to look whether something has happened.
//!
//! Rejected by: without_an_event_nothing_is_done

use mio::{Events, Interest, Poll, Token, event::Source};
use std::{
    collections::HashMap,
    io::{self, ErrorKind, Read, Write},
    time::Duration,
};

/// The token of the listener, which is registered already.
pub const LISTENER: Token = Token(0);

/// Sends back to each client what it sends, on this thread. An error of `poll` itself is returned.
pub fn serve<C: Source + Read + Write>(
    mut poll: Poll,
    mut clients: impl Iterator<Item = io::Result<C>>,
) -> io::Result<()> {
    let mut events = Events::with_capacity(64);
    let mut connections = HashMap::new();
    let (mut next, mut listening) = (1, true);
    while listening || !connections.is_empty() {
        match poll.poll(&mut events, Some(Duration::from_millis(1))) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            outcome => outcome?,
        }
        for event in &events {
            let token = event.token();
            if token == LISTENER {
                loop {
                    match clients.next() {
                        None => {
                            listening = false;
                            break;
                        }
                        Some(Err(error)) if error.kind() == ErrorKind::WouldBlock => break,
                        Some(Err(_)) => {}
                        Some(Ok(mut stream)) => {
                            // Edge-triggered: it is reported when there is room again, not for as long as there is.
                            let both = Interest::READABLE | Interest::WRITABLE;
                            if poll.registry().register(&mut stream, Token(next), both).is_ok() {
                                connections.insert(Token(next), Connection { stream, output: Vec::new() });
                                next += 1;
                            }
                        }
                    }
                }
            } else if let Some(connection) = connections.get_mut(&token)
                && !connection.proceed().unwrap_or(false)
            {
                connections.remove(&token);
            }
        }
    }
    Ok(())
}

struct Connection<C> {
    stream: C,
    /// What was read and has not been written yet. While there is any, nothing more is read.
    output: Vec<u8>,
}

impl<C: Read + Write> Connection<C> {
    /// Writes and reads until one of them would block; false at the end of the input.
    fn proceed(&mut self) -> io::Result<bool> {
        let mut buffer = [0; 4096];
        loop {
            let outcome = if self.output.is_empty() {
                self.stream.read(&mut buffer).map(|count| {
                    self.output.extend_from_slice(&buffer[..count]);
                    count > 0
                })
            } else {
                self.stream.write(&self.output).map(|count| {
                    self.output.drain(..count);
                    true
                })
            };
            match outcome {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(true),
                Err(error) => return Err(error),
            }
        }
    }
}
