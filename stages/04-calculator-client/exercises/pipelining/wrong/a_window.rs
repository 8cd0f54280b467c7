//! Has at most a thousand requests without a reply, and waits for replies before it sends more.
//!
//! Rejected by: all_requests_are_sent_before_the_first_reply_comes

use std::{
    io::{self, BufRead as _, BufReader, BufWriter, ErrorKind, Write as _},
    net::{Shutdown, TcpStream},
    panic, thread,
};

/// Sends all requests, and calls `on_reply` with the reply to each as soon as it arrives.
pub fn ask_all(connection: &TcpStream, requests: &[String], on_reply: impl FnMut(String)) -> io::Result<()> {
    let mut on_reply = on_reply;
    requests.chunks(1000).try_for_each(|requests| {
        thread::scope(|scope| {
            let sending = scope.spawn(|| send(connection, requests));
            let received = receive(connection, requests.len(), &mut on_reply);
            if received.is_err() {
                // The scope waits for the thread, and the thread perhaps for a server that reads no more.
                let _ = connection.shutdown(Shutdown::Both);
            }
            let sent = sending.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
            received.and(sent)
        })
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
        connection.read_line(&mut reply)?;
        match reply.pop() {
            Some('\n') => on_reply(reply),
            _ => return Err(ErrorKind::UnexpectedEof.into()),
        }
    }
    Ok(())
}
