//! Gives a clone of the connection and of the requests to an ordinary thread, and waits for it through a channel.

use std::{
    io::{self, BufRead, BufReader, Error, ErrorKind, Write},
    net::{Shutdown, TcpStream},
    sync::mpsc,
    thread,
};

/// Sends all requests, and calls `on_reply` with the reply to each as soon as it arrives.
pub fn ask_all(connection: &TcpStream, requests: &[String], mut on_reply: impl FnMut(String)) -> io::Result<()> {
    let mut sending = connection.try_clone()?;
    let text: String = requests.iter().flat_map(|request| [request.as_str(), "\n"]).collect();
    let (done, sent) = mpsc::channel();
    thread::spawn(move || done.send(sending.write_all(text.as_bytes())));

    let mut receiving = BufReader::with_capacity(64 << 10, connection);
    let received = requests.iter().try_for_each(|_| {
        let mut line = Vec::new();
        receiving.read_until(b'\n', &mut line)?;
        let reply = line.strip_suffix(b"\n").ok_or(ErrorKind::UnexpectedEof)?;
        on_reply(String::from_utf8(reply.to_vec()).map_err(|error| Error::new(ErrorKind::InvalidData, error))?);
        Ok(())
    });
    if received.is_err() {
        connection.shutdown(Shutdown::Both).ok();
    }
    received.and(sent.recv().unwrap_or(Err(ErrorKind::Other.into())))
}
