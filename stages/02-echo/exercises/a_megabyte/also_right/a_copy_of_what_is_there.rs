//! Copies each piece into a vector with `take` and `io::copy`, one read at a time.

use std::io::{self, Read, Write};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut total = 0;
    let mut piece = Vec::new();
    loop {
        piece.clear();
        if io::copy(&mut Read::by_ref(&mut connection).take(1), &mut piece)? == 0 {
            connection.flush()?;
            return Ok(total);
        }
        io::copy(&mut piece.as_slice(), &mut connection)?;
        total += piece.len() as u64;
    }
}
