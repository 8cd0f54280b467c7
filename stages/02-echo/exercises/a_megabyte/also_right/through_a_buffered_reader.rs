//! Sends what is in the buffer of a `BufReader`, and removes it with `consume`.

use std::io::{self, BufRead, BufReader, Read, Write};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut reader = BufReader::new(&mut connection);
    let mut total = 0;
    loop {
        let piece = reader.fill_buf()?.to_owned();
        if piece.is_empty() {
            return Ok(total);
        }
        reader.get_mut().write_all(&piece)?;
        reader.consume(piece.len());
        total += piece.len() as u64;
    }
}
