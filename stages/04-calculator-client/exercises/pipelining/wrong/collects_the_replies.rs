//! Collects the replies, and calls `on_reply` when it has them all.
//!
//! Rejected by: each_reply_is_passed_on_as_soon_as_it_arrives

use std::{
    io::{self, BufRead as _, BufReader, BufWriter, ErrorKind, Write as _},
    net::{Shutdown, TcpStream},
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
        let mut lines = BufReader::new(connection);
        let mut replies = Vec::new();
        for _ in requests {
            let mut reply = String::new();
            lines.read_line(&mut reply)?;
            if reply.pop() != Some('\n') {
                let _ = connection.shutdown(Shutdown::Both);
                return Err(ErrorKind::UnexpectedEof.into());
            }
            replies.push(reply);
        }
        replies.into_iter().for_each(&mut on_reply);
        sending.join().unwrap()
    })
}
