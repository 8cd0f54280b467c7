//! Has a thread for the sending, and waits for it before it reads the first reply.
//!
//! Rejected by: sixty_four_mebibytes_of_requests_get_their_replies

use std::{
    io::{self, BufRead as _, BufReader, BufWriter, ErrorKind, Write as _},
    net::TcpStream,
    thread,
};

/// Sends all of the requests, and hands over the reply to each as soon as it is there.
pub fn ask_all(connection: &TcpStream, requests: &[String], mut take: impl FnMut(String)) -> io::Result<()> {
    thread::scope(|scope| {
        let sending = scope.spawn(|| {
            let mut writer = BufWriter::new(connection);
            for request in requests {
                writeln!(writer, "{request}")?;
            }
            writer.flush()
        });
        sending.join().unwrap()
    })?;
    let mut replies = BufReader::new(connection);
    for _ in requests {
        let mut reply = String::new();
        replies.read_line(&mut reply)?;
        match reply.pop() {
            Some('\n') => take(reply),
            _ => return Err(ErrorKind::UnexpectedEof.into()),
        }
    }
    Ok(())
}
