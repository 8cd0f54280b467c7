//! Pausing a process, and asking it to end.

use std::io;

/// What a process can be told.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Signal {
    /// To end.
    Terminate,
    /// To stand still; it can neither know nor refuse.
    Pause,
    /// To go on.
    Resume,
}

#[cfg(unix)]
pub(crate) fn send(signal: Signal, process: u32) -> io::Result<()> {
    use nix::{sys::signal, unistd::Pid};
    let signal = match signal {
        Signal::Terminate => signal::SIGTERM,
        Signal::Pause => signal::SIGSTOP,
        Signal::Resume => signal::SIGCONT,
    };
    Ok(signal::kill(Pid::from_raw(process.cast_signed()), signal)?)
}

#[cfg(not(unix))]
pub(crate) fn send(signal: Signal, _process: u32) -> io::Result<()> {
    Err(io::Error::other(format!("this system has no signals ({signal:?})")))
}
