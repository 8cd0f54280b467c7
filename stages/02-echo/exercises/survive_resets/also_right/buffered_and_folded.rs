//! Uses a `BufReader` and an iterator, and discards the results at the end.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};

/// Echoes to each client until it has finished, whatever happened to the clients before it.
pub fn serve<C: Read + Write>(clients: impl Iterator<Item = io::Result<C>>) {
    clients.filter_map(Result::ok).map(BufReader::new).map(echo).for_each(drop);
}

fn echo<C: Read + Write>(mut client: BufReader<C>) -> io::Result<()> {
    loop {
        let piece = match client.fill_buf() {
            Ok([]) => return Ok(()),
            Ok(piece) => piece.to_vec(),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        client.consume(piece.len());
        client.get_mut().write_all(&piece)?;
        client.get_mut().flush()?;
    }
}
