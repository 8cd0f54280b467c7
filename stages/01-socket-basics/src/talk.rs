//! How every program here talks to the person who runs it.

use crate::reason;
use anyhow::Context as _;
use std::{
    error::Error,
    fmt,
    io::{self, Write as _},
    net::SocketAddr,
    process::ExitCode,
};

/// A server's first line on standard output: where it listens, with the real port where 0 was asked for.
///
/// # Errors
///
/// When nobody can read it: whoever started the server on port 0 would never find it.
pub fn announce(address: SocketAddr) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "listening on {address}")
        .and_then(|()| out.flush())
        .context("could not write the address to standard output")
}

/// A line on standard error. Unlike `eprintln!` it does not panic when nobody reads it any more.
pub fn tell(line: fmt::Arguments<'_>) {
    // One write, so that lines of several threads do not mix; formatting into a String cannot fail.
    let _ = io::stderr().lock().write_all(format!("{line}\n").as_bytes());
}

/// 0 when all went well; otherwise one line on standard error and 1.
#[must_use]
pub fn exit_code(outcome: anyhow::Result<()>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(format_args!("{}", sentence(&error)));
            ExitCode::FAILURE
        }
    }
}

/// What was tried, and why it failed, down to the first cause; the system's errors in our [`reason`]'s words.
fn sentence(error: &anyhow::Error) -> String {
    let words =
        |cause: &(dyn Error + 'static)| cause.downcast_ref().map_or_else(|| cause.to_string(), reason);
    error.chain().map(words).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_told_as_one_sentence_without_the_systems_number() {
        let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
        let error = anyhow::Error::from(refused).context("could not reach the server");
        assert_eq!(sentence(&error), "could not reach the server: connection refused");
    }
}
