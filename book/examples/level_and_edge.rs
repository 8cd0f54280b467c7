//! When a socket is reported again of which only a part was read: level-triggered with poll, edge-triggered with mio.
#![allow(clippy::print_stdout, reason = "a listing of the book, run at a terminal")]

use mio::{Events, Interest, Poll, Token};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::{
    env,
    error::Error,
    io::{self, ErrorKind, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    time::Duration,
};

fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let mut peer = TcpStream::connect(listener.local_addr()?)?;
    let (socket, _) = listener.accept()?;
    socket.set_nonblocking(true)?;
    peer.write_all(b"0123456789")?;
    println!("10 bytes were sent; each read takes 4");
    match env::args().nth(1).as_deref() {
        Some("level") => level(&socket)?,
        Some("edge") => edge(socket, read_once)?,
        Some("drain") => edge(socket, read_until_would_block)?,
        _ => return Err("level, edge or drain?".into()),
    }
    Ok(())
}

// ANCHOR: level
/// Level-triggered: poll(2) reports the socket for as long as there is something to read.
fn level(mut socket: &TcpStream) -> io::Result<()> {
    loop {
        let mut asked = [PollFd::new(&socket, PollFlags::IN)];
        if poll(&mut asked, Some(&Timespec { tv_sec: 1, tv_nsec: 0 }))? == 0 {
            println!("not reported for a second");
            return Ok(());
        }
        println!("reported: read {} bytes", socket.read(&mut [0; 4])?);
    }
}
// ANCHOR_END: level

// ANCHOR: edge
/// Edge-triggered: mio reports the socket when something arrives.
fn edge(socket: TcpStream, read: fn(&mut mio::net::TcpStream) -> io::Result<String>) -> io::Result<()> {
    let mut socket = mio::net::TcpStream::from_std(socket);
    let (mut poll, mut events) = (Poll::new()?, Events::with_capacity(8));
    poll.registry().register(&mut socket, Token(0), Interest::READABLE)?;
    loop {
        poll.poll(&mut events, Some(Duration::from_secs(1)))?;
        if events.is_empty() {
            println!("not reported for a second");
            break;
        }
        println!("reported: {}", read(&mut socket)?);
    }
    match socket.read(&mut [0; 100]) {
        Ok(count) => println!("still unread: {count} bytes"),
        Err(error) => println!("still unread: nothing ({:?})", error.kind()),
    }
    Ok(())
}

fn read_once(socket: &mut mio::net::TcpStream) -> io::Result<String> {
    Ok(format!("read {} bytes", socket.read(&mut [0; 4])?))
}

fn read_until_would_block(socket: &mut mio::net::TcpStream) -> io::Result<String> {
    let mut reads = Vec::new();
    loop {
        match socket.read(&mut [0; 4]) {
            Ok(count) => reads.push(format!("{count} bytes")),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                return Ok(format!("read {}, then WouldBlock", reads.join(", ")));
            }
            Err(error) => return Err(error),
        }
    }
}
// ANCHOR_END: edge
