//! Keeps the rest, but returns it from the next call as if it were a whole reply.
//!
//! Rejected by: the_beginning_of_a_reply_waits_for_its_rest

use std::io::{self, Read};

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
        if self.received.is_empty() {
            self.received.resize(1024, 0);
            let count = self.connection.read(&mut self.received)?;
            self.received.truncate(count);
        }
        if self.received.is_empty() {
            return Ok(None);
        }
        let end = self.received.iter().position(|&byte| byte == b'\n');
        let rest = self.received.split_off(end.map_or(self.received.len(), |end| end + 1));
        let mut reply = std::mem::replace(&mut self.received, rest);
        if end.is_some() {
            reply.pop();
        }
        Ok(Some(reply))
    }
}
