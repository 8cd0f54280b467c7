//! Looks at each byte of what a read gave, and holds a CR back until it is seen what follows it.

use std::io::{self, Read, Write};

/// Sends every line back between `<` and `>`.
pub fn quote(mut connection: impl Read + Write) -> io::Result<()> {
    let mut line = vec![b'<'];
    let mut held_back = false;
    let mut buffer = [0; 512];
    loop {
        let count = match connection.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) => return Err(error),
        };
        for &byte in &buffer[..count] {
            if held_back && byte != b'\n' {
                line.push(b'\r');
            }
            held_back = byte == b'\r';
            match byte {
                b'\n' => {
                    line.extend(b">\n");
                    connection.write_all(&line)?;
                    line.truncate(1);
                }
                b'\r' => {}
                other => line.push(other),
            }
        }
    }
    if held_back {
        line.push(b'\r');
    }
    if line.len() > 1 {
        line.extend(b">\n");
        connection.write_all(&line)?;
    }
    Ok(())
}
