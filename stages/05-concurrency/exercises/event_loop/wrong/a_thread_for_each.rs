//! A thread for each client, with a loop of its own.
//!
//! Rejected by: all_is_done_on_one_thread

use mio::{Events, Interest, Poll, Token, event::Source};
use std::{
    io::{self, ErrorKind, Read, Write},
    thread,
};

/// The token of the listener, which is registered already.
pub const LISTENER: Token = Token(0);

/// Sends back to each client what it sends.
pub fn serve<C: Source + Read + Write + Send + 'static>(
    mut poll: Poll,
    mut clients: impl Iterator<Item = io::Result<C>>,
) -> io::Result<()> {
    let mut events = Events::with_capacity(64);
    let mut threads = Vec::new();
    loop {
        match clients.next() {
            None => break,
            Some(Err(error)) if error.kind() == ErrorKind::WouldBlock => poll.poll(&mut events, None)?,
            Some(Err(_)) => {}
            Some(Ok(client)) => threads.push(thread::spawn(move || echo(client))),
        }
    }
    for thread in threads {
        let _ = thread.join();
    }
    Ok(())
}

fn echo(mut client: impl Source + Read + Write) -> io::Result<()> {
    let mut poll = Poll::new()?;
    poll.registry().register(&mut client, Token(0), Interest::READABLE | Interest::WRITABLE)?;
    let mut events = Events::with_capacity(4);
    let (mut buffer, mut output) = ([0; 4096], Vec::new());
    loop {
        let outcome = if output.is_empty() {
            match client.read(&mut buffer) {
                Ok(0) => return Ok(()),
                outcome => outcome.map(|count| output.extend_from_slice(&buffer[..count])),
            }
        } else {
            client.write(&output).map(|count| drop(output.drain(..count)))
        };
        match outcome {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => poll.poll(&mut events, None)?,
            outcome => outcome?,
        }
    }
}
