//! Writes what was left, and then waits for an event that came long ago.
//!
//! Rejected by: a_client_that_has_ended_its_input_gets_the_rest

use mio::{Events, Interest, Poll, Token, event::Source};
use std::{
    collections::HashMap,
    io::{self, ErrorKind, Read, Write},
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
        match poll.poll(&mut events, None) {
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
        let mut left = !self.output.is_empty();
        loop {
            while !self.output.is_empty() {
                match self.stream.write(&self.output) {
                    Ok(count) => drop(self.output.drain(..count)),
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(true),
                    Err(error) => return Err(error),
                }
            }
            if left {
                return Ok(true);
            }
            match self.stream.read(&mut buffer) {
                Ok(0) => return Ok(false),
                Ok(count) => self.output.extend_from_slice(&buffer[..count]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(true),
                Err(error) => return Err(error),
            }
            left = false;
        }
    }
}
