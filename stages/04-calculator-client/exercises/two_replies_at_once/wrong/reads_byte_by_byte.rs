//! Reads byte by byte, so that nothing is ever left over: a system call for each byte.
//!
//! Rejected by: a_thousand_replies_take_few_reads

use std::io::{self, ErrorKind, Read};

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
        let mut byte = [0];
        while self.connection.read(&mut byte)? > 0 {
            if byte == *b"\n" {
                return Ok(Some(reply));
            }
            reply.extend(byte);
        }
        if reply.is_empty() { Ok(None) } else { Err(ErrorKind::UnexpectedEof.into()) }
    }
}
