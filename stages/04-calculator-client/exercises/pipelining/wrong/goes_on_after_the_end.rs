//! Goes on waiting for the missing replies after the end of the stream.
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
        let mut lines = BufReader::new(connection);
        let mut taken = 0;
        let mut reply = String::new();
        while taken < requests.len() {
            lines.read_line(&mut reply)?;
            if let Some(complete) = reply.strip_suffix('\n') {
                on_reply(complete.to_owned());
                taken += 1;
                reply.clear();
            }
        }
        sending.join().unwrap()
    })
}
