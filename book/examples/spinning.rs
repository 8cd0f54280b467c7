//! What an accept loop does when the descriptors have run out and it goes on at once, for the given number of seconds.
#![allow(clippy::print_stdout, reason = "a listing of the book, run at a terminal")]

use std::{
    env, io,
    net::{TcpListener, TcpStream},
    time::{Duration, Instant},
};

fn main() -> io::Result<()> {
    let seconds = env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1);
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    // Clients until there is no descriptor left. Then one disconnects, and the next waits in the accept queue.
    let mut clients = Vec::new();
    while let Ok(client) = TcpStream::connect(address) {
        clients.push(client);
    }
    clients.pop();
    clients.push(TcpStream::connect(address)?);

    let start = Instant::now();
    // ANCHOR: spin
    let mut failures = 0;
    let mut last = None;
    while start.elapsed() < Duration::from_secs(seconds) {
        match listener.accept() {
            Ok(_) => {}
            Err(error) => {
                failures += 1;
                last = Some(error);
            }
        }
    }
    // ANCHOR_END: spin
    println!("{seconds} s: accept failed {failures} times");
    println!("the last time: {}", last.map_or_else(|| "never".to_owned(), |error| error.to_string()));
    Ok(())
}
