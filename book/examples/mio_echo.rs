//! An echo server for many clients on one thread, as plain as it can be.
#![allow(clippy::print_stdout, reason = "a listing of the book, run at a terminal")]

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use std::{collections::HashMap, env, error::Error, io, io::ErrorKind, io::Read, io::Write};

// ANCHOR: main
const LISTENER: Token = Token(0);

fn main() -> Result<(), Box<dyn Error>> {
    let address = env::args().nth(1).ok_or("which address?")?.parse()?;
    let mut listener = TcpListener::bind(address)?;
    println!("listening on {}", listener.local_addr()?);
    let mut poll = Poll::new()?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    let mut events = Events::with_capacity(64);
    let mut clients = HashMap::new();
    let mut next = 1; // the token of the next client
    loop {
        poll.poll(&mut events, None)?; // the only call that waits
        for event in &events {
            if event.token() == LISTENER {
                while let Ok((mut client, _)) = listener.accept() {
                    poll.registry().register(&mut client, Token(next), Interest::READABLE)?;
                    clients.insert(Token(next), client);
                    next += 1;
                }
            } else if let Some(client) = clients.get_mut(&event.token())
                && echo(client).is_err()
            {
                clients.remove(&event.token()); // which closes the connection
            }
        }
    }
}
// ANCHOR_END: main

// ANCHOR: echo
/// Sends back what has arrived, until a read would block.
/// An error is the end of this connection, and of no other.
fn echo(client: &mut TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        match client.read(&mut buffer) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(count) => client.write_all(&buffer[..count])?,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}
// ANCHOR_END: echo
