//! Reads before it looks into its buffer, and so waits for bytes that it does not need.
//!
//! Rejected by: a_buffered_reply_needs_no_read

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
        let mut buffer = [0; 1024];
        loop {
            let count = self.connection.read(&mut buffer)?;
            self.received.extend_from_slice(&buffer[..count]);
            if let Some(end) = self.received.iter().position(|&byte| byte == b'\n') {
                let mut reply: Vec<u8> = self.received.drain(..=end).collect();
                reply.pop();
                return Ok(Some(reply));
            }
            if count == 0 {
                let whole = self.received.is_empty();
                return if whole { Ok(None) } else { Err(ErrorKind::UnexpectedEof.into()) };
            }
        }
    }
}
