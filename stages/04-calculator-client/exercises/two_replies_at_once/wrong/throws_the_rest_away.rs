//! Makes a buffer for each reply, and throws it away with the beginning of the next reply.
//!
//! Rejected by: of_two_replies_in_one_segment_both_are_given

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

/// The replies that come over a connection.
pub struct Replies<C> {
    connection: C,
}

impl<C: Read> Replies<C> {
    /// Those that come over this connection, from the first one on.
    pub fn over(connection: C) -> Self {
        Self { connection }
    }

    /// The next reply, or `None` when there are no more.
    pub fn receive(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut reply = Vec::new();
        if BufReader::new(&mut self.connection).read_until(b'\n', &mut reply)? == 0 {
            return Ok(None);
        }
        match reply.pop() {
            Some(b'\n') => Ok(Some(reply)),
            _ => Err(ErrorKind::UnexpectedEof.into()),
        }
    }
}
