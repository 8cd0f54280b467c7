//! Collects the replies, and hands them over when it has them all.
//!
//! Rejected by: a_reply_is_handed_over_as_soon_as_it_is_there

use std::{
    io::{self, BufRead as _, BufReader, BufWriter, ErrorKind, Write as _},
    net::{Shutdown, TcpStream},
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
        replies.into_iter().for_each(&mut take);
        sending.join().unwrap()
    })
}
