//! Sets a timeout for its reads, loses patience when that has passed, and leaves it to whoever uses the connection next.
//!
//! Rejected by: the_connection_can_be_used_again

use std::{
    io::{self, BufRead as _, BufReader, BufWriter, ErrorKind, Write as _},
    net::{Shutdown, TcpStream},
    panic, thread,
    time::Duration,
};

/// Sends all of the requests, and hands over the reply to each as soon as it is there.
pub fn ask_all(connection: &TcpStream, requests: &[String], take: impl FnMut(String)) -> io::Result<()> {
    thread::scope(|scope| {
        let sending = scope.spawn(|| send(connection, requests));
        connection.set_read_timeout(Some(Duration::from_secs(2)))?;
        let received = receive(connection, requests.len(), take);
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

fn receive(connection: &TcpStream, count: usize, mut take: impl FnMut(String)) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    for _ in 0..count {
        let mut reply = String::new();
        connection.read_line(&mut reply)?;
        match reply.pop() {
            Some('\n') => take(reply),
            _ => return Err(ErrorKind::UnexpectedEof.into()),
        }
    }
    Ok(())
}
