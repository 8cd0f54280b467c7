//! Reads no more than 1 MiB of a reply, and reports a longer one as truncated.
//!
//! Rejected by: requests_and_replies_are_lines_as_they_are

use std::{
    io::{self, BufRead as _, BufReader, BufWriter, ErrorKind, Read as _, Write as _},
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
    let mut connection = BufWriter::new(connection);
    for request in requests {
        connection.write_all(request.as_bytes())?;
        connection.write_all(b"\n")?;
    }
    connection.flush()
}

fn receive(connection: &TcpStream, count: usize, mut on_reply: impl FnMut(String)) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    for _ in 0..count {
        let mut reply = String::new();
        connection.by_ref().take(1 << 20).read_line(&mut reply)?;
        match reply.pop() {
            Some('\n') => on_reply(reply),
            _ => return Err(ErrorKind::UnexpectedEof.into()),
        }
    }
    Ok(())
}
