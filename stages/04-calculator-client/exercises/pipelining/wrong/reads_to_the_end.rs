//! Ends its half when all is sent and reads until the other end closes: after that nobody can ask anything any more.
//!
//! Rejected by: the_connection_can_be_used_again

use std::{
    io::{self, BufRead as _, BufReader, BufWriter, Write as _},
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
            writer.flush()?;
            connection.shutdown(Shutdown::Write)
        });
        for reply in BufReader::new(connection).lines() {
            take(reply?);
        }
        sending.join().unwrap()
    })
}
