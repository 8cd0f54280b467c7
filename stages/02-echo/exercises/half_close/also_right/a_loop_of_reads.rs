//! Reads in a loop of its own into a vector, and changes the letters as they come.

use std::io::{self, ErrorKind, Read, Write};

/// Sends back in upper case what the client has sent, after the client has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let mut reply = Vec::new();
    let mut buffer = [0; 512];
    loop {
        match connection.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => reply.extend(buffer[..count].iter().map(u8::to_ascii_uppercase)),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    io::copy(&mut reply.as_slice(), &mut connection).map(|_| ())
}
