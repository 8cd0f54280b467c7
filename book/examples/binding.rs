//! Three attempts to listen: a free port, a port that is in use, and an address of another machine.
#![allow(clippy::print_stdout, reason = "a listing of the book, run at a terminal")]

use std::{
    io,
    net::{SocketAddr, TcpListener},
};

fn main() -> io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    println!("127.0.0.1:0: listening on {address}");

    for address in [address, SocketAddr::from(([203, 0, 113, 1], 0))] {
        match TcpListener::bind(address) {
            Ok(_) => println!("{address}: listening"),
            Err(error) => println!("{address}: {:?}: {error}", error.kind()),
        }
    }
    Ok(())
}
