//! Takes all blanks off the end of a line, and with them what belongs to it.
//!
//! Rejected by: all_before_the_line_feed_belongs_to_the_line

use std::{
    io::{self, BufRead, ErrorKind, Write as _},
    net::TcpStream,
    str,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

/// How long a read waits. So much later, at most, it is seen that the server is stopped.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

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
        socket: TcpStream,
        handle_request: impl Fn(&str) -> String,
    ) -> io::Result<()> {
        // It is the same socket that `input` reads from.
        socket.set_read_timeout(Some(POLL_INTERVAL))?;
        // Bytes: what a read brings before its time is over may end inside a character.
        let mut line = Vec::new();
        while !self.stopped.load(Ordering::Acquire) {
            match input.read_until(b'\n', &mut line) {
                Ok(_) if line.pop_if(|last| *last == b'\n').is_some() => {
                    let text = str::from_utf8(&line).map_err(|_| ErrorKind::InvalidData)?;
                    let reply = handle_request(text.trim_end()) + "\n";
                    (&socket).write_all(reply.as_bytes())?;
                    line.clear();
                }
                Ok(_) => return Ok(()),
                // Unix says WouldBlock, Windows TimedOut. The beginning of a line stays where it is.
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Makes every connection end.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
    }
}
