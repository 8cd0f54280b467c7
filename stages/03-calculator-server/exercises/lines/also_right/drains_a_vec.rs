//! A struct keeps what has come, and takes the lines off its front; its writes go through a buffer that is flushed.

use std::io::{self, BufWriter, Read, Write};

#[derive(Default)]
struct Lines {
    waiting: Vec<u8>,
}

impl Lines {
    /// The next line that is complete, without its end.
    fn next(&mut self) -> Option<Vec<u8>> {
        let end = self.waiting.iter().position(|&byte| byte == b'\n')?;
        let mut line: Vec<u8> = self.waiting.drain(..=end).collect();
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Some(line)
    }
}

/// Sends every line back between `<` and `>`.
pub fn quote(mut connection: impl Read + Write) -> io::Result<()> {
    let mut lines = Lines::default();
    let mut buffer = [0; 4096];
    loop {
        let count = connection.read(&mut buffer)?;
        lines.waiting.extend_from_slice(&buffer[..count]);
        let mut writer = BufWriter::new(&mut connection);
        while let Some(line) = lines.next() {
            reply(&mut writer, &line)?;
        }
        if count == 0 {
            if !lines.waiting.is_empty() {
                reply(&mut writer, &lines.waiting)?;
            }
            return writer.flush();
        }
        writer.flush()?;
    }
}

fn reply(writer: &mut impl Write, line: &[u8]) -> io::Result<()> {
    writer.write_all(b"<")?;
    writer.write_all(line)?;
    writer.write_all(b">\n")
}
