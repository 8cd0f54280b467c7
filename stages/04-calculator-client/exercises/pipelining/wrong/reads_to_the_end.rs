//! Half-closes when all is sent and reads until the server closes: then the connection cannot be used again.
//!
//! Rejected by: the_connection_can_be_used_again

use std::{
    io::{self, BufRead as _, BufReader, BufWriter, Write as _},
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
            writer.flush()?;
            connection.shutdown(Shutdown::Write)
        });
        for reply in BufReader::new(connection).lines() {
            on_reply(reply?);
        }
        sending.join().unwrap()
    })
}
