//! Writes once in a function of its own, which calls itself only after an interruption.

use std::io::{self, ErrorKind, Write};

/// Sends all of `bytes`, and reports to `progress` after each write how many of them were taken so far.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    let mut taken = 0;
    loop {
        if taken == bytes.len() {
            break Ok(());
        }
        taken += one_write(&mut connection, &bytes[taken..])?.ok_or(ErrorKind::WriteZero)?.get();
        progress(taken);
    }
}

fn one_write(connection: &mut impl Write, rest: &[u8]) -> io::Result<Option<std::num::NonZeroUsize>> {
    connection.write(rest).map(std::num::NonZeroUsize::new).or_else(|error| match error.kind() {
        ErrorKind::Interrupted => one_write(connection, rest),
        _ => Err(error),
    })
}
