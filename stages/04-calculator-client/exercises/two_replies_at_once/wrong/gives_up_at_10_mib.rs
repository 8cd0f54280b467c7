//! Reads no more than 10 MiB of a reply, and reports a longer one as truncated.
//!
//! Rejected by: a_reply_may_be_long

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

/// The replies that come over a connection.
pub struct Replies<C> {
    connection: BufReader<C>,
}

impl<C: Read> Replies<C> {
    /// Those that come over this connection, from the first one on.
    pub fn over(connection: C) -> Self {
        Self { connection: BufReader::new(connection) }
    }

    /// The next reply, or `None` when there are no more.
    pub fn receive(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut reply = Vec::new();
        if self.connection.by_ref().take(10 << 20).read_until(b'\n', &mut reply)? == 0 {
            return Ok(None);
        }
        match reply.pop() {
            Some(b'\n') => Ok(Some(reply)),
            _ => Err(ErrorKind::UnexpectedEof.into()),
        }
    }
}
