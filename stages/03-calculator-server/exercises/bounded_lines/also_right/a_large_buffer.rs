//! Reads up to a megabyte at once: its buffer is large, and no line makes it larger.

use std::io::{self, Read, Write};

/// Replies to each line with its length, or with `too long` if that is more than `max` bytes.
pub fn measure(mut connection: impl Read + Write, max: usize) -> io::Result<()> {
    let mut line = Line::default();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        for piece in buffer[..count].split_inclusive(|&byte| byte == b'\n') {
            let ended = piece.ends_with(b"\n");
            line.length = line.length.saturating_add(piece.len() - usize::from(ended));
            if line.length > max && !line.refused {
                connection.write_all(b"too long\n")?;
                line.refused = true;
            }
            if ended {
                line.end(&mut connection)?;
            }
        }
    }
    if line.length > 0 { line.end(&mut connection) } else { Ok(()) }
}

/// What is known of the line that is coming.
#[derive(Default)]
struct Line {
    length: usize,
    refused: bool,
}

impl Line {
    fn end(&mut self, mut connection: impl Write) -> io::Result<()> {
        let Self { length, refused } = std::mem::take(self);
        if refused { Ok(()) } else { connection.write_all(format!("{length}\n").as_bytes()) }
    }
}
