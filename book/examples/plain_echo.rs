//! An echo server as plain as it can be: it serves one client after another, until the first error ends it.
#![allow(clippy::print_stdout, reason = "a listing of the book, run at a terminal")]

use std::{env, error::Error, io::Read, io::Write, net::TcpListener};

fn main() -> Result<(), Box<dyn Error>> {
    let address = env::args().nth(1).ok_or("which address?")?;
    let listener = TcpListener::bind(&address)?;
    println!("listening on {}", listener.local_addr()?);
    loop {
        let (mut client, address) = listener.accept()?;
        println!("{address} connected");
        let mut buffer = [0; 1024];
        loop {
            let count = client.read(&mut buffer)?;
            if count == 0 {
                break;
            }
            client.write_all(&buffer[..count])?;
        }
    }
}
