//! Waits for each reply before it sends the next request: a round trip each.
//!
//! Rejected by: all_requests_are_sent_before_the_first_reply_comes

use std::{
    io::{self, BufRead as _, BufReader, ErrorKind, Write as _},
    net::TcpStream,
};

/// Sends all of the requests, and hands over the reply to each as soon as it is there.
pub fn ask_all(
    mut connection: &TcpStream,
    requests: &[String],
    mut take: impl FnMut(String),
) -> io::Result<()> {
    let mut replies = BufReader::new(connection);
    for request in requests {
        connection.write_all(format!("{request}\n").as_bytes())?;
        let mut reply = String::new();
        replies.read_line(&mut reply)?;
        match reply.pop() {
            Some('\n') => take(reply),
            _ => return Err(ErrorKind::UnexpectedEof.into()),
        }
    }
    Ok(())
}
