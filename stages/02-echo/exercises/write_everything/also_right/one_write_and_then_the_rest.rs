//! Writes once in a function of its own, which calls itself for no more than an interruption.

use std::io::{self, ErrorKind, Write};

/// Sends all of `bytes`, and tells `progress` after each write how many of them are gone.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    let mut gone = 0;
    loop {
        if gone == bytes.len() {
            break Ok(());
        }
        gone += one_write(&mut connection, &bytes[gone..])?.ok_or(ErrorKind::WriteZero)?.get();
        progress(gone);
    }
}

fn one_write(connection: &mut impl Write, rest: &[u8]) -> io::Result<Option<std::num::NonZeroUsize>> {
    connection.write(rest).map(std::num::NonZeroUsize::new).or_else(|error| match error.kind() {
        ErrorKind::Interrupted => one_write(connection, rest),
        _ => Err(error),
    })
}
