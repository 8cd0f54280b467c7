//! Notices that the replies have ended, and then waits for the sender, which is blocked in `write`.
//!
//! Rejected by: an_error_ends_a_blocked_sender

use std::{
    io::{self, BufRead as _, BufReader, BufWriter, ErrorKind, Write as _},
    net::TcpStream,
    thread,
};

/// Sends all requests, and calls `on_reply` with the reply to each as soon as it arrives.
pub fn ask_all(connection: &TcpStream, requests: &[String], mut on_reply: impl FnMut(String)) -> io::Result<()> {
    thread::scope(|scope| {
        let sending = scope.spawn(|| {
            let mut writer = BufWriter::new(connection);
            for request in requests {
                writeln!(writer, "{request}")?;
            }
            writer.flush()
        });
        let mut replies = BufReader::new(connection);
        for _ in requests {
            let mut reply = String::new();
            replies.read_line(&mut reply)?;
            match reply.pop() {
                Some('\n') => on_reply(reply),
                _ => return Err(ErrorKind::UnexpectedEof.into()),
            }
        }
        sending.join().unwrap()
    })
}
