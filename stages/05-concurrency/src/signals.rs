//! Signals: the first one stops the server, the second one ends the process.

use crate::Stopper;
use anyhow::Context as _;
use signal_hook::consts::SIGINT;
use socket_basics::log;
use std::io;
#[cfg(unix)]
use {
    signal_hook::{
        consts::{SIGHUP, SIGTERM},
        flag,
        iterator::Signals,
    },
    std::{
        sync::{Arc, atomic::AtomicBool},
        thread,
    },
};

/// What a process exits with that a signal has ended: this and the number of the signal, as shells have it.
const ENDED_BY_SIGNAL: i32 = 128;

/// Makes Ctrl+C, SIGTERM and SIGHUP stop the server; a second one ends the process at once.
///
/// SIGINT and SIGHUP that were ignored when the process started stay ignored: `nohup` asks for the one, and a shell
/// without job control for the other, when it starts a program in the background.
///
/// # Errors
///
/// When the system does not let a process handle its signals, or has no thread that waits for them.
pub fn stop_on_signals(stopper: Stopper) -> anyhow::Result<()> {
    handle_signals(move || {
        log(format_args!("shutting down: draining connections (Ctrl+C again exits now)"));
        stopper.stop();
    })
    .context("could not take over Ctrl+C")
}

// ANCHOR: handle_signals
#[cfg(unix)]
fn handle_signals(stop: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let again = Arc::new(AtomicBool::new(false));
    let taken = || [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| !stays_ignored(*signal));
    let mut signals = Signals::new(taken())?;
    for signal in taken() {
        // Both run inside the signal handler, in this order. The second signal takes no lock, waits for no thread and
        // writes nothing, so nothing can keep it from ending the process.
        flag::register_conditional_shutdown(signal, ENDED_BY_SIGNAL + signal, Arc::clone(&again))?;
        flag::register(signal, Arc::clone(&again))?;
    }
    thread::Builder::new().spawn(move || {
        if signals.forever().next().is_some() {
            stop();
        }
    })?;
    Ok(())
}
// ANCHOR_END: handle_signals

#[cfg(windows)]
fn handle_signals(stop: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let mut stop = Some(stop);
    let handler = move || match stop.take() {
        Some(stop) => stop(),
        None => signal_hook::low_level::exit(ENDED_BY_SIGNAL + SIGINT),
    };
    ctrlc::set_handler(handler).map_err(io::Error::other)
}

/// Whether a signal was ignored when the process started, and has to stay so.
#[cfg(target_os = "linux")]
fn stays_ignored(signal: i32) -> bool {
    // A bit for each signal, from 1, in hexadecimal (proc_pid_status(5)).
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok()).unwrap_or(0);
    // SIGTERM is always taken: there has to be a way to stop a server in good order.
    signal != SIGTERM && ignored & (1 << (signal - 1)) != 0
}

/// No safe call tells elsewhere. So SIGHUP is left as it was: `nohup` works, and a closed terminal ends the server at once.
#[cfg(all(unix, not(target_os = "linux")))]
fn stays_ignored(signal: i32) -> bool {
    signal == SIGHUP
}
