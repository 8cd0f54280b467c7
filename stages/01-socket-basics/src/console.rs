//! How every program here talks to the person who runs it.

use crate::{Endpoint, log, reason};
use anyhow::Context as _;
use std::{
    error::Error,
    fmt,
    io::{self, StdoutLock, Write as _},
    net::SocketAddr,
    process::ExitCode,
};

/// A server's first line on standard output: where it listens, with the real port where 0 was asked for.
///
/// # Errors
///
/// When it cannot be written, or the port is 0 and nobody can read which port the system chose.
pub fn announce(endpoint: &Endpoint, address: SocketAddr) -> anyhow::Result<()> {
    // Now, so that a server has all its threads before its first client.
    log::start();
    let mut out = io::stdout().lock();
    writeln!(out, "listening on {address}")
        .and_then(|()| out.flush())
        .and_then(|()| if endpoint.port == 0 && is_null_device(&out) { Err(unread()) } else { Ok(()) })
        .context("could not write the address to standard output")
}

fn unread() -> io::Error {
    io::Error::other(
        "it is closed or /dev/null, so nobody could find this server (choose a port other than 0)",
    )
}

/// Whether all that is written is thrown away.
///
/// A program that is started with standard output closed has `/dev/null` there. Rust's runtime opens it, so that no
/// socket becomes standard output by its number. It does not matter which of the two it was: nobody learns the port that
/// the system chose. With a port other than 0 both are fine.
#[cfg(unix)]
fn is_null_device(out: &StdoutLock<'_>) -> bool {
    use std::{
        fs::{self, File},
        os::{fd::AsFd as _, unix::fs::MetadataExt as _},
    };
    let device = |file: fs::Metadata| file.rdev();
    let out = out.as_fd().try_clone_to_owned().and_then(|out| File::from(out).metadata()).map(device);
    let null = fs::metadata("/dev/null").map(device);
    matches!((out, null), (Ok(out), Ok(null)) if out == null)
}

/// Unix only: elsewhere nothing in the standard library tells.
#[cfg(not(unix))]
fn is_null_device(_: &StdoutLock<'_>) -> bool {
    false
}

/// A line on standard error for whoever runs the program, written at once. Unlike `eprintln!` it does not panic when nobody
/// reads it any more. A server that logs uses [`log`](crate::log), which does not wait.
pub fn print_error(line: fmt::Arguments<'_>) {
    // One write, so that lines of several programs do not mix; formatting into a String cannot fail.
    let _ = io::stderr().lock().write_all(format!("{line}\n").as_bytes());
}

/// 0 when all went well; otherwise one line on standard error and 1. What is still queued for the log gets a moment first.
#[must_use]
pub fn exit_code(outcome: anyhow::Result<()>) -> ExitCode {
    log::flush();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // It may wait for its reader: nobody is served any more, and this is the line that must not be lost.
            print_error(format_args!("{}", sentence(&error)));
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
