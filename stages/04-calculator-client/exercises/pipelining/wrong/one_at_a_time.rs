//! Waits for each reply before it sends the next request: a round trip each.
//!
//! Rejected by: all_requests_are_sent_before_the_first_reply_comes

use std::{
    io::{self, BufRead as _, BufReader, ErrorKind, Write as _},
    net::TcpStream,
};

/// Sends all requests, and calls `on_reply` with the reply to each as soon as it arrives.
pub fn ask_all(
    mut connection: &TcpStream,
    requests: &[String],
    mut on_reply: impl FnMut(String),
) -> io::Result<()> {
    let mut replies = BufReader::new(connection);
    for request in requests {
        connection.write_all(format!("{request}\n").as_bytes())?;
        let mut reply = String::new();
        replies.read_line(&mut reply)?;
        match reply.pop() {
            Some('\n') => on_reply(reply),
            _ => return Err(ErrorKind::UnexpectedEof.into()),
        }
    }
    Ok(())
}
