//! Calls `next` for each client, and `write` until everything is taken.

use std::io::{self, ErrorKind, Read, Write};

/// Echoes to each client until it has finished, whatever happened to the clients before it.
pub fn serve<C: Read + Write>(clients: impl Iterator<Item = io::Result<C>>) {
    let mut clients = clients;
    while let Some(client) = clients.next() {
        if let Ok(mut client) = client {
            while let Ok(true) = echo_a_piece(&mut client) {}
        }
    }
}

/// Whether there may be more.
fn echo_a_piece(client: &mut (impl Read + Write)) -> io::Result<bool> {
    let mut buffer = [0; 4096];
    let count = uninterrupted(|| client.read(&mut buffer))?;
    let mut gone = 0;
    while gone < count {
        match uninterrupted(|| client.write(&buffer[gone..count]))? {
            0 => return Err(ErrorKind::WriteZero.into()),
            taken => gone += taken,
        }
    }
    Ok(count > 0)
}

fn uninterrupted(mut call: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match call() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            outcome => return outcome,
        }
    }
}
