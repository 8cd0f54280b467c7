//! Asks for room for output only while there is some, and keeps its connections in a vector.

use mio::{Events, Interest, Poll, Registry, Token, event::Source};
use std::io::{self, ErrorKind, Read, Write};

/// The token of the listener, which is registered already.
pub const LISTENER: Token = Token(0);

/// Sends back to each client what it sends, on this thread. An error of `poll` itself is returned.
pub fn serve<C: Source + Read + Write>(
    mut poll: Poll,
    mut clients: impl Iterator<Item = io::Result<C>>,
) -> io::Result<()> {
    let mut events = Events::with_capacity(8);
    let mut connections: Vec<Option<Connection<C>>> = Vec::new();
    let mut listening = true;
    while listening || connections.iter().any(Option::is_some) {
        if let Err(error) = poll.poll(&mut events, None) {
            if error.kind() == ErrorKind::Interrupted {
                continue;
            }
            return Err(error);
        }
        for event in &events {
            if event.token() == LISTENER {
                listening = accept(&mut clients, &mut connections, poll.registry())?;
                continue;
            }
            let place = &mut connections[event.token().0 - 1];
            let Some(mut connection) = place.take() else { continue };
            match connection.proceed(poll.registry()) {
                Ok(true) => *place = Some(connection),
                Ok(false) | Err(_) => drop(poll.registry().deregister(&mut connection.stream)),
            }
        }
    }
    Ok(())
}

/// Accepts until that would block; false when no more clients come.
fn accept<C: Source>(
    clients: &mut impl Iterator<Item = io::Result<C>>,
    connections: &mut Vec<Option<Connection<C>>>,
    registry: &Registry,
) -> io::Result<bool> {
    for client in clients {
        match client {
            Ok(mut stream) => {
                let token = Token(connections.len() + 1);
                registry.register(&mut stream, token, Interest::READABLE)?;
                connections.push(Some(Connection {
                    stream,
                    token,
                    output: Vec::new(),
                    ended: false,
                    awaits_room: false,
                }));
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(true),
            Err(_) => {}
        }
    }
    Ok(false)
}

struct Connection<C> {
    stream: C,
    token: Token,
    output: Vec<u8>,
    ended: bool,
    awaits_room: bool,
}

impl<C: Source + Read + Write> Connection<C> {
    fn proceed(&mut self, registry: &Registry) -> io::Result<bool> {
        loop {
            if !self.write(registry)? {
                return Ok(true);
            }
            if self.ended {
                return Ok(false);
            }
            let mut buffer = [0; 20_000];
            match self.stream.read(&mut buffer) {
                Ok(0) => self.ended = true,
                Ok(count) => self.output.extend(&buffer[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(true),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn write(&mut self, registry: &Registry) -> io::Result<bool> {
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
        self.await_room(false, registry)?;
        Ok(true)
    }

    fn await_room(&mut self, awaits_room: bool, registry: &Registry) -> io::Result<()> {
        if self.awaits_room != awaits_room {
            self.awaits_room = awaits_room;
            let interest = if awaits_room { Interest::WRITABLE } else { Interest::READABLE };
            registry.reregister(&mut self.stream, self.token, interest)?;
        }
        Ok(())
    }
}
