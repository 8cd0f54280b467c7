//! Keeps all bytes in one vector, and how many of them have been returned.

use std::io::{self, ErrorKind, Read};

/// The replies that come over a connection.
pub struct Replies<C> {
    connection: C,
    come: Vec<u8>,
    given: usize,
}

impl<C: Read> Replies<C> {
    /// Those that come over this connection, from the first one on.
    pub fn over(connection: C) -> Self {
        Self { connection, come: Vec::new(), given: 0 }
    }

    /// The next reply, or `None` when there are no more.
    pub fn receive(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let rest = &self.come[self.given..];
            if let Some(reply) =
                rest.split_inclusive(|&byte| byte == b'\n').next().and_then(|line| line.strip_suffix(b"\n"))
            {
                let reply = reply.to_vec();
                self.given += reply.len() + 1;
                return Ok(Some(reply));
            }
            self.come.drain(..self.given);
            self.given = 0;
            let length = self.come.len();
            self.come.resize(length + 4096, 0);
            let outcome = self.connection.read(&mut self.come[length..]);
            self.come.truncate(length + *outcome.as_ref().unwrap_or(&0));
            match (outcome?, length) {
                (0, 0) => return Ok(None),
                (0, _) => return Err(io::Error::new(ErrorKind::UnexpectedEof, "a reply is cut off")),
                _ => {}
            }
        }
    }
}
