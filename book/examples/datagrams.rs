//! Four datagrams, a buffer too small for the last of them, and one datagram that no socket receives.
#![allow(clippy::print_stdout, reason = "a listing of the book, run at a terminal")]

use std::{io, net::UdpSocket};

fn main() -> io::Result<()> {
    let receiver = UdpSocket::bind("127.0.0.1:0")?;
    let address = receiver.local_addr()?;

    let sender = UdpSocket::bind("127.0.0.1:0")?;
    for text in ["one", "two and", "", "three is too long"] {
        let sent = sender.send_to(text.as_bytes(), address)?;
        println!("sent {sent} bytes");
    }

    let mut buffer = [0; 8];
    for _ in 0..4 {
        let (length, from) = receiver.recv_from(&mut buffer)?;
        let text = String::from_utf8_lossy(&buffer[..length]);
        println!("received {length} bytes from {from}: {text:?}");
    }

    drop(receiver);
    let sent = sender.send_to(b"is anybody there?", address)?;
    println!("sent {sent} bytes to nobody");
    Ok(())
}
