//! Reads until that would block or 64 KiB wait to be written, then writes, and begins again while one of both gets on.

use mio::{Events, Interest, Poll, Token, event::Source};
use std::{
    collections::{BTreeMap, VecDeque},
    io::{self, ErrorKind, Read, Write},
};

/// The token of the listener, which is registered already.
pub const LISTENER: Token = Token(0);

const MOST: usize = 64 * 1024;

struct Client<C> {
    stream: C,
    waiting: VecDeque<u8>,
    ended: bool,
}

/// Sends back to each client what it sends, on this thread. An error of `poll` itself is returned.
pub fn serve<C: Source + Read + Write>(
    mut poll: Poll,
    mut clients: impl Iterator<Item = io::Result<C>>,
) -> io::Result<()> {
    let mut events = Events::with_capacity(1);
    let mut connected = BTreeMap::new();
    let mut tokens = (1..).map(Token);
    let mut open = true;
    loop {
        if !open && connected.is_empty() {
            return Ok(());
        }
        poll.poll(&mut events, None).or_else(|error| match error.kind() {
            ErrorKind::Interrupted => Ok(()),
            _ => Err(error),
        })?;
        let ready: Vec<Token> = events.iter().map(|event| event.token()).collect();
        for token in ready {
            if token == LISTENER {
                loop {
                    let mut stream = match clients.next() {
                        Some(Ok(stream)) => stream,
                        Some(Err(error)) if error.kind() == ErrorKind::WouldBlock => break,
                        Some(Err(_)) => continue,
                        None => {
                            open = false;
                            break;
                        }
                    };
                    let token = tokens.next().unwrap_or(LISTENER);
                    poll.registry().register(
                        &mut stream,
                        token,
                        Interest::WRITABLE.add(Interest::READABLE),
                    )?;
                    connected.insert(token, Client { stream, waiting: VecDeque::new(), ended: false });
                }
            } else if let Some(client) = connected.get_mut(&token) {
                let goes_on = client.echo();
                if !matches!(goes_on, Ok(true)) {
                    connected.remove(&token);
                }
            }
        }
    }
}

impl<C: Read + Write> Client<C> {
    fn echo(&mut self) -> io::Result<bool> {
        loop {
            let read = self.read()?;
            let written = self.write()?;
            if self.ended && self.waiting.is_empty() {
                return Ok(false);
            }
            if read + written == 0 {
                return Ok(true);
            }
        }
    }

    fn read(&mut self) -> io::Result<usize> {
        let mut buffer = [0; 8 * 1024];
        let mut total = 0;
        while !self.ended && self.waiting.len() < MOST {
            match self.stream.read(&mut buffer) {
                Ok(0) => self.ended = true,
                Ok(count) => {
                    self.waiting.extend(&buffer[..count]);
                    total += count;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(total)
    }

    fn write(&mut self) -> io::Result<usize> {
        let mut total = 0;
        while !self.waiting.is_empty() {
            match self.stream.write(self.waiting.as_slices().0) {
                Ok(count) => {
                    self.waiting.drain(..count);
                    total += count;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(total)
    }
}
