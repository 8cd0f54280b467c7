//! The echo server of `mio_echo.rs` with one of three mistakes: each delays other clients, or the client itself.
#![allow(clippy::print_stdout, reason = "a listing of the book, run at a terminal")]

use mio::{
    Events, Interest, Poll, Token,
    net::{TcpListener, TcpStream},
};
use std::{
    collections::HashMap,
    env,
    error::Error,
    io::{self, ErrorKind, Read as _, Write as _},
    thread,
    time::Duration,
};

const LISTENER: Token = Token(0);

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [host, port, mistake] = words.as_slice() else {
        return Err("give a host, a port, and blocking-write, read-once or slow-handler".into());
    };
    let echo = match mistake.as_str() {
        "blocking-write" => blocking_write,
        "read-once" => read_once,
        "slow-handler" => slow_handler,
        _ => return Err("blocking-write, read-once or slow-handler?".into()),
    };
    let mut listener = TcpListener::bind(format!("{host}:{port}").parse()?)?;
    println!("listening on {}", listener.local_addr()?);
    let mut poll = Poll::new()?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    let (mut events, mut clients, mut next) = (Events::with_capacity(64), HashMap::new(), 1);
    loop {
        poll.poll(&mut events, None)?;
        for event in &events {
            if event.token() == LISTENER {
                while let Ok((mut client, address)) = listener.accept() {
                    println!("{address} connected");
                    poll.registry().register(&mut client, Token(next), Interest::READABLE)?;
                    clients.insert(Token(next), client);
                    next += 1;
                }
            } else if let Some(client) = clients.get_mut(&event.token())
                && echo(client).is_err()
            {
                clients.remove(&event.token());
            }
        }
    }
}

/// Reads until that would block, and calls `send` with each piece.
fn each_piece(client: &mut TcpStream, send: fn(&mut TcpStream, &[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        match client.read(&mut buffer) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(count) => send(client, &buffer[..count])?,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}

// ANCHOR: blocking_write
fn blocking_write(client: &mut TcpStream) -> io::Result<()> {
    each_piece(client, |client, mut bytes| {
        while !bytes.is_empty() {
            match client.write(bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => {} // try again at once
                Err(error) => return Err(error),
            }
        }
        Ok(())
    })
}
// ANCHOR_END: blocking_write

// ANCHOR: read_once
fn read_once(client: &mut TcpStream) -> io::Result<()> {
    let mut buffer = [0; 16];
    match client.read(&mut buffer)? {
        0 => Err(ErrorKind::UnexpectedEof.into()),
        count => client.write_all(&buffer[..count]), // and back to poll
    }
}
// ANCHOR_END: read_once

// ANCHOR: slow_handler
fn slow_handler(client: &mut TcpStream) -> io::Result<()> {
    each_piece(client, |client, bytes| {
        if bytes.starts_with(b"slow") {
            thread::sleep(Duration::from_secs(5)); // or a long calculation, or a query to a database
        }
        client.write_all(bytes)
    })
}
// ANCHOR_END: slow_handler
