//! Writes all requests with a single `write`, which usually takes all of them.
//!
//! Rejected by: all_of_each_request_is_sent

use std::{
    io::{self, BufRead as _, BufReader, ErrorKind, Write as _},
    net::{Shutdown, TcpStream},
    panic, thread,
};

/// Sends all requests, and calls `on_reply` with the reply to each as soon as it arrives.
pub fn ask_all(connection: &TcpStream, requests: &[String], on_reply: impl FnMut(String)) -> io::Result<()> {
    thread::scope(|scope| {
        let sending = scope.spawn(|| send(connection, requests));
        let received = receive(connection, requests.len(), on_reply);
        if received.is_err() {
            // The scope waits for the thread, and the thread perhaps for a server that reads no more.
            let _ = connection.shutdown(Shutdown::Both);
        }
        let sent = sending.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
        received.and(sent)
    })
}

fn send(connection: &TcpStream, requests: &[String]) -> io::Result<()> {
    let mut connection = connection;
    connection.write((requests.join("\n") + "\n").as_bytes()).map(drop)
}

fn receive(connection: &TcpStream, count: usize, mut on_reply: impl FnMut(String)) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    for _ in 0..count {
        let mut reply = String::new();
        connection.read_line(&mut reply)?;
        match reply.pop() {
            Some('\n') => on_reply(reply),
            _ => return Err(ErrorKind::UnexpectedEof.into()),
        }
    }
    Ok(())
}
