//! Notices that the replies have ended, and then waits for the sender, which waits for the server.
//!
//! Rejected by: an_error_does_not_wait_until_all_is_sent

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
        let mut replies = BufReader::new(connection);
        for _ in requests {
            let mut reply = String::new();
            replies.read_line(&mut reply)?;
            match reply.pop() {
                Some('\n') => take(reply),
                _ => return Err(ErrorKind::UnexpectedEof.into()),
            }
        }
        sending.join().unwrap()
    })
}
