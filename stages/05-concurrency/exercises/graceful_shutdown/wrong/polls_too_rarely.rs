//! Checks the flag every three seconds.
//!
//! Rejected by: a_waiting_connection_ends_within_a_second

use std::{
    io::{self, BufRead, ErrorKind, Write},
    net::TcpStream,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

/// Serves many clients, until it is stopped.
pub struct Server {
    stopped: AtomicBool,
}

impl Server {
    /// A server that has not been stopped.
    pub fn new() -> Self {
        Self { stopped: AtomicBool::new(false) }
    }

    /// Replies to the lines of one client, until the client or `stop` ends the connection.
    pub fn serve_connection(
        &self,
        mut input: impl BufRead,
        mut socket: TcpStream,
        handle_request: impl Fn(&str) -> String,
    ) -> io::Result<()> {
        socket.set_read_timeout(Some(Duration::from_secs(3)))?;
        let mut line = Vec::new();
        while !self.stopped.load(Ordering::SeqCst) {
            match input.read_until(b'\n', &mut line) {
                Ok(_) => {
                    let Some(request) = line.strip_suffix(b"\n") else { return Ok(()) };
                    let request = str::from_utf8(request).map_err(io::Error::other)?;
                    let reply = handle_request(request) + "\n";
                    socket.write_all(reply.as_bytes())?;
                    line.clear();
                }
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Makes every connection end.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
    }
}
