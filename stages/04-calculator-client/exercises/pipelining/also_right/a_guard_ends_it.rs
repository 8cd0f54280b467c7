//! Writes each request by itself; a guard shuts the connection down unless all went well.

use std::{
    io::{self, BufRead, BufReader, ErrorKind, Write},
    mem,
    net::{Shutdown, TcpStream},
    thread,
};

/// Ends the connection when it is dropped, so that nobody who sends is stuck.
struct EndsIt<'a>(&'a TcpStream);

impl Drop for EndsIt<'_> {
    fn drop(&mut self) {
        let _ = self.0.shutdown(Shutdown::Both);
    }
}

/// Sends all requests, and calls `on_reply` with the reply to each as soon as it arrives.
pub fn ask_all(connection: &TcpStream, requests: &[String], mut on_reply: impl FnMut(String)) -> io::Result<()> {
    thread::scope(|scope| {
        let sender = scope.spawn(move || {
            let mut connection = connection;
            requests.iter().try_for_each(|request| connection.write_all((request.clone() + "\n").as_bytes()))
        });
        let unless_all_is_well = EndsIt(connection);
        let mut replies = BufReader::new(connection);
        for _ in requests {
            let mut reply = Vec::new();
            replies.read_until(b'\n', &mut reply)?;
            if reply.pop() != Some(b'\n') {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            on_reply(String::from_utf8_lossy(&reply).into_owned());
        }
        sender.join().expect("sending does not panic")?;
        mem::forget(unless_all_is_well);
        Ok(())
    })
}
