//! Takes the end of the stream for the end of the replies, however many are missing.
//!
//! Rejected by: a_missing_reply_is_an_error

use std::{
    io::{self, BufRead as _, BufReader, BufWriter, Write as _},
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
        for reply in BufReader::new(connection).lines().take(requests.len()) {
            on_reply(reply?);
        }
        sending.join().unwrap()
    })
}
