//! Takes the bytes of one read for one reply.
//!
//! Rejected by: of_two_replies_in_one_segment_both_are_given

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
        self.received.resize(1024, 0);
        let count = self.connection.read(&mut self.received)?;
        if count == 0 {
            return Ok(None);
        }
        let reply = &self.received[..count];
        match reply.strip_suffix(b"\n") {
            Some(reply) => Ok(Some(reply.to_vec())),
            None => Err(ErrorKind::UnexpectedEof.into()),
        }
    }
}
