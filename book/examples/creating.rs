//! A listening socket, made in Rust; the same program as `creating.py` and `creating.c`.
#![allow(clippy::print_stdout, reason = "a listing of the book, run at a terminal")]

use std::{env, error::Error, io::Write, net::TcpListener};

fn main() -> Result<(), Box<dyn Error>> {
    let port = env::args().nth(1).ok_or("which port?")?;
    let port: u16 = port.parse()?;

    // Three system calls in one: socket, bind, listen.
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    println!("listening on {}", listener.local_addr()?);

    let (mut client, address) = listener.accept()?;
    println!("{address} connected");
    client.write_all(b"hello\n")?;
    Ok(())
}
