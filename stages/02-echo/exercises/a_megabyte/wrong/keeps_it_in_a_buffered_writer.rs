//! Writes into a `BufWriter`, which keeps each piece until it has many.
//!
//! Rejected by: what_has_arrived_is_sent_back_at_once

use std::io::{self, BufWriter, Read, Write};

/// Reads from and writes to the same connection, the latter through a buffer.
struct Both<C: Write>(BufWriter<C>);

impl<C: Read + Write> Read for Both<C> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.get_mut().read(buffer)
    }
}

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut both = Both(BufWriter::new(&mut connection));
    let mut buffer = [0; 1024];
    let mut echoed = 0;
    loop {
        let count = both.read(&mut buffer)?;
        if count == 0 {
            both.0.flush()?;
            return Ok(echoed);
        }
        both.0.write_all(&buffer[..count])?;
        echoed += count as u64;
    }
}
