//! Looks into the reader's buffer with `fill_buf`, and has a state for what is being done with the line.

use std::io::{self, BufRead, BufReader, Read, Write};

enum Line {
    Begun(Vec<u8>),
    Refused,
}

/// Replies to each line with its length, or with `too long` if that is more than `max` bytes.
pub fn measure(connection: impl Read + Write, max: usize) -> io::Result<()> {
    let mut connection = BufReader::with_capacity(64 << 10, connection);
    let mut line = Line::Begun(Vec::new());
    loop {
        let piece = connection.fill_buf()?;
        if piece.is_empty() {
            return match line {
                Line::Begun(kept) if !kept.is_empty() => writeln!(connection.get_mut(), "{}", kept.len()),
                _ => Ok(()),
            };
        }
        let end = piece.iter().position(|&byte| byte == b'\n');
        let part = &piece[..end.unwrap_or(piece.len())];
        let reply = match &mut line {
            Line::Refused => None,
            Line::Begun(kept) if part.len() > max - kept.len() => {
                line = Line::Refused;
                Some("too long".to_owned())
            }
            Line::Begun(kept) => {
                kept.extend_from_slice(part);
                end.map(|_| kept.len().to_string())
            }
        };
        let used = part.len() + usize::from(end.is_some());
        connection.consume(used);
        if let Some(reply) = reply {
            connection.get_mut().write_all((reply + "\n").as_bytes())?;
        }
        if end.is_some() {
            line = Line::Begun(Vec::new());
        }
    }
}
