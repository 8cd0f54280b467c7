//! Keeps whole replies in a queue, and the beginning of the next one beside it.

use std::{
    collections::VecDeque,
    io::{self, ErrorKind, Read},
};

/// The replies that come over a connection.
pub struct Replies<C> {
    connection: C,
    whole: VecDeque<Vec<u8>>,
    begun: Vec<u8>,
}

impl<C: Read> Replies<C> {
    /// Those that come over this connection, from the first one on.
    pub fn over(connection: C) -> Self {
        Self { connection, whole: VecDeque::new(), begun: Vec::new() }
    }

    /// The next reply, or `None` when there are no more.
    pub fn receive(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut buffer = [0; 1024];
        while self.whole.is_empty() {
            let count = self.connection.read(&mut buffer)?;
            if count == 0 {
                return if self.begun.is_empty() { Ok(None) } else { Err(ErrorKind::UnexpectedEof.into()) };
            }
            for &byte in &buffer[..count] {
                if byte == b'\n' {
                    self.whole.push_back(std::mem::take(&mut self.begun));
                } else {
                    self.begun.push(byte);
                }
            }
        }
        Ok(self.whole.pop_front())
    }
}
