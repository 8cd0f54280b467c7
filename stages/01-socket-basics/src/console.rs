//! Console output: the announcement of a server, errors on standard error, and exit codes.

use crate::{Endpoint, log, reason};
use anyhow::Context as _;
use std::{
    error::Error,
    fmt,
    io::{self, StdoutLock, Write as _},
    net::SocketAddr,
    process::ExitCode,
};

/// Prints a server's first line on standard output: the address that it listens on, with the port that it really has.
///
/// # Errors
///
/// If the line cannot be written, or if the port is 0 and no reader can learn which port the system chose.
pub fn announce(endpoint: &Endpoint, address: SocketAddr) -> anyhow::Result<()> {
    // Start it here, so that a server has all its threads before its first client.
    log::start();
    let mut out = io::stdout().lock();
    writeln!(out, "listening on {address}")
        .and_then(|()| out.flush())
        .and_then(|()| if endpoint.port == 0 && is_null_device(&out) { Err(no_reader()) } else { Ok(()) })
        .context("could not write the address to standard output")
}

fn no_reader() -> io::Error {
    io::Error::other(
        "it is closed or /dev/null, so no client could find this server (choose a port other than 0)",
    )
}

/// Whether everything that is written is discarded.
///
/// If a program is started with standard output closed, Rust's runtime opens `/dev/null` in its place, so that no
/// socket gets the file descriptor of standard output. In both cases no reader learns which port the system chose.
/// With a port other than 0 both are fine.
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

/// Unix only: on other systems the standard library cannot tell.
#[cfg(not(unix))]
fn is_null_device(_: &StdoutLock<'_>) -> bool {
    false
}

/// Prints a line on standard error for the user of the program, at once. Unlike `eprintln!` it does not panic when
/// standard error has no reader any more. A server uses [`log`](crate::log) instead, which does not block.
pub fn print_error(line: fmt::Arguments<'_>) {
    // One write, so that the lines of several programs do not mix; formatting into a String cannot fail.
    let _ = io::stderr().lock().write_all(format!("{line}\n").as_bytes());
}

/// The exit code: 0 after a success; after a failure 1, and one line on standard error. Queued log lines come first.
#[must_use]
pub fn exit_code(outcome: anyhow::Result<()>) -> ExitCode {
    log::flush();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // This may block, but no client is served any more, and this line must not be lost.
            print_error(format_args!("{}", message(&error)));
            ExitCode::FAILURE
        }
    }
}

/// What was tried, and why it failed, down to the first cause; for the system's errors the text of [`reason`].
fn message(error: &anyhow::Error) -> String {
    let text = |cause: &(dyn Error + 'static)| cause.downcast_ref().map_or_else(|| cause.to_string(), reason);
    error.chain().map(text).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_one_sentence_without_the_error_number_of_the_system() {
        let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
        let error = anyhow::Error::from(refused).context("could not reach the server");
        assert_eq!(message(&error), "could not reach the server: connection refused");
    }
}
