//! Makes strings of the replies, trims them, and skips the empty ones.
//!
//! Rejected by: every_byte_but_the_end_of_the_line_belongs_to_the_reply

use std::io::{self, ErrorKind, Read};

/// The replies that come over a connection.
pub struct Replies<C> {
    connection: C,
    received: Vec<u8>,
}

impl<C: Read> Replies<C> {
    /// Those that come over this connection, from the first one on.
    pub fn over(connection: C) -> Self {
        Self { connection, received: Vec::new() }
    }

    /// The next reply, or `None` when there are no more.
    pub fn receive(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            while let Some(end) = self.received.iter().position(|&byte| byte == b'\n') {
                let line: Vec<u8> = self.received.drain(..=end).collect();
                let line = String::from_utf8_lossy(&line).trim().to_owned();
                if !line.is_empty() {
                    return Ok(Some(line.into_bytes()));
                }
            }
            let mut buffer = [0; 1024];
            let count = self.connection.read(&mut buffer)?;
            if count == 0 {
                let whole = self.received.is_empty();
                return if whole { Ok(None) } else { Err(ErrorKind::UnexpectedEof.into()) };
            }
            self.received.extend_from_slice(&buffer[..count]);
        }
    }
}
