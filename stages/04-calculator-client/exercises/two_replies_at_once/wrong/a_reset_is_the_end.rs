//! Takes a failed connection for one that has ended.
//!
//! Rejected by: a_failed_read_returns_its_error

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
        let _ = self.connection.read_until(b'\n', &mut reply);
        match reply.pop() {
            Some(b'\n') => Ok(Some(reply)),
            Some(_) => Err(ErrorKind::UnexpectedEof.into()),
            None => Ok(None),
        }
    }
}
