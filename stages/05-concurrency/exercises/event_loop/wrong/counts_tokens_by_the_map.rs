//! Gives a client the token that follows the number of connections, which may be in use after one of them has ended.
//!
//! Rejected by: connections_that_have_ended_are_dropped

use mio::{Events, Interest, Poll, Token, event::Source};
use std::{
    collections::HashMap,
    io::{self, ErrorKind, Read, Write},
    mem,
    time::Duration,
};

/// The token of the listener, which is registered already.
pub const LISTENER: Token = Token(0);

const READS_PER_TURN: usize = 8;

struct Client<C> {
    socket: C,
    output: Vec<u8>,
    input_ended: bool,
}

enum Progress {
    Waiting,
    Unfinished,
    Ended,
}

/// Sends back to each client what it sends, on this thread. An error of `poll` itself is returned.
pub fn serve<C: Source + Read + Write>(
    mut poll: Poll,
    mut clients: impl Iterator<Item = io::Result<C>>,
) -> io::Result<()> {
    let mut events = Events::with_capacity(64);
    let mut connections: HashMap<Token, Client<C>> = HashMap::new();
    let mut accepting = true;
    let mut unfinished: Vec<Token> = Vec::new();
    while accepting || !connections.is_empty() {
        let timeout = if unfinished.is_empty() { None } else { Some(Duration::ZERO) };
        match poll.poll(&mut events, timeout) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            outcome => outcome?,
        }
        let mut tokens = mem::take(&mut unfinished);
        for event in &events {
            if event.token() != LISTENER {
                if !tokens.contains(&event.token()) {
                    tokens.push(event.token());
                }
                continue;
            }
            while accepting {
                match clients.next() {
                    None => accepting = false,
                    Some(Err(error)) if error.kind() == ErrorKind::WouldBlock => break,
                    Some(Err(_)) => {}
                    Some(Ok(mut socket)) => {
                        let token = Token(connections.len() + 1);
                        let interest = Interest::READABLE | Interest::WRITABLE;
                        if poll.registry().register(&mut socket, token, interest).is_ok() {
                            connections.insert(token, Client { socket, output: Vec::new(), input_ended: false });
                        }
                    }
                }
            }
        }
        for token in tokens {
            let Some(client) = connections.get_mut(&token) else { continue };
            match proceed(client) {
                Ok(Progress::Waiting) => {}
                Ok(Progress::Unfinished) => unfinished.push(token),
                Ok(Progress::Ended) | Err(_) => drop(connections.remove(&token)),
            }
        }
    }
    Ok(())
}

fn proceed<C: Read + Write>(client: &mut Client<C>) -> io::Result<Progress> {
    let mut buffer = [0; 4096];
    for _ in 0..READS_PER_TURN {
        while !client.output.is_empty() {
            match client.socket.write(&client.output) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(count) => drop(client.output.drain(..count)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(Progress::Waiting),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        if client.input_ended {
            return Ok(Progress::Ended);
        }
        match client.socket.read(&mut buffer) {
            Ok(0) => client.input_ended = true,
            Ok(count) => client.output.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(Progress::Waiting),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Progress::Unfinished)
}
