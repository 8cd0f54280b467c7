//! Graceful shutdown: signals, the handle that starts it, and the state that everybody looks at.

use anyhow::Context as _;
use mio::Waker;
use signal_hook::consts::SIGINT;
use socket_basics::log;
use std::{io, sync::Arc, time::Duration};
use tokio::sync::watch;
#[cfg(unix)]
use {
    signal_hook::{
        consts::{SIGHUP, SIGTERM},
        flag,
        iterator::Signals,
    },
    std::{
        sync::atomic::{AtomicBool, Ordering},
        thread,
    },
};

/// How long a graceful shutdown may take. What still runs after it is cut off.
///
/// It stays below the five seconds within which a server that is told to stop is expected to be gone.
pub const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(4);

/// How long a connection is still read from, or written to, once it is draining. What had arrived by then is read in a
/// moment; a client that goes on asking would be served without end.
pub(crate) const DRAIN_TIMEOUT: Duration = Duration::from_secs(1);

/// What a process that a signal has ended exits with: this plus the number of the signal, as shells have it.
const ENDED_BY_SIGNAL: i32 = 128;

/// Whether the server is shutting down. Every thread and task that serves a connection has one.
#[derive(Clone)]
pub(crate) struct Shutdown(watch::Receiver<bool>);

impl Shutdown {
    /// For a thread, which looks now and then.
    pub(crate) fn has_begun(&self) -> bool {
        *self.0.borrow()
    }

    /// For a task, which waits for it.
    pub(crate) async fn begun(mut self) {
        // It fails when no handle is left, and then there is no server either.
        let _ = self.0.wait_for(|begun| *begun).await;
    }
}

/// Shuts a server down, from any thread and as often as one likes.
#[derive(Clone)]
pub struct ShutdownHandle {
    begun: watch::Sender<bool>,
    accept_loop: Arc<Waker>,
}

impl ShutdownHandle {
    pub(crate) fn new(accept_loop: Waker) -> Self {
        Self { begun: watch::Sender::new(false), accept_loop: Arc::new(accept_loop) }
    }

    /// Makes the server stop accepting, finish the requests it has, and return from [`run`](crate::Server::run).
    pub fn begin_shutdown(&self) {
        self.begun.send_replace(true);
        if let Err(error) = self.accept_loop.wake() {
            log(format_args!("could not wake the accept loop to shut the server down: {error}"));
        }
    }

    pub(crate) fn state(&self) -> Shutdown {
        Shutdown(self.begun.subscribe())
    }
}

/// Makes Ctrl+C, SIGTERM and SIGHUP shut the server down gracefully; a second one ends the process at once.
///
/// SIGINT and SIGHUP that were ignored when the process started stay ignored: `nohup` asks for the one, and a shell
/// without job control for the other, when it starts a program in the background.
///
/// # Errors
///
/// When the system does not let a process handle its signals, or has no thread that waits for them.
pub fn shutdown_on_signals(handle: ShutdownHandle) -> anyhow::Result<()> {
    handle_signals(move || {
        log(format_args!("shutting down: draining connections (Ctrl+C again exits now)"));
        handle.begin_shutdown();
    })
    .context("could not handle Ctrl+C")
}

// ANCHOR: handle_signals
#[cfg(unix)]
fn handle_signals(begin_shutdown: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let again = Arc::new(AtomicBool::new(false));
    let handled = || [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| !stays_ignored(*signal));
    for signal in handled() {
        // Both run inside the signal handler, in this order. The second signal takes no lock, waits for no
        // thread and writes nothing, so nothing can keep it from ending the process.
        flag::register_conditional_shutdown(signal, ENDED_BY_SIGNAL + signal, Arc::clone(&again))?;
        flag::register(signal, Arc::clone(&again))?;
    }
    // Registered after the flags. Otherwise the first signal would wake the thread below before it sets
    // `again`, and a second signal that comes in between would not end the process.
    let mut signals = Signals::new(handled())?;
    thread::Builder::new().spawn(move || {
        // A signal may have come before there was anything to wake.
        if again.load(Ordering::SeqCst) || signals.forever().next().is_some() {
            begin_shutdown();
        }
    })?;
    Ok(())
}
// ANCHOR_END: handle_signals

#[cfg(windows)]
fn handle_signals(begin_shutdown: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let mut begin_shutdown = Some(begin_shutdown);
    let handler = move || match begin_shutdown.take() {
        Some(begin_shutdown) => begin_shutdown(),
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

#[cfg(test)]
pub(crate) mod testing {
    use super::*;
    use mio::{Poll, Token};

    /// A shutdown that has not begun, and the handle that begins it.
    pub(crate) fn shutdown() -> (ShutdownHandle, Shutdown) {
        let poll = Poll::new().unwrap();
        let handle = ShutdownHandle::new(Waker::new(poll.registry(), Token(0)).unwrap());
        let state = handle.state();
        (handle, state)
    }
}

#[cfg(test)]
mod tests {
    use super::testing::shutdown;
    use tokio::runtime::Builder;

    #[test]
    fn every_state_of_a_handle_sees_the_shutdown_begin() {
        let (handle, state) = shutdown();
        let earlier = state.clone();
        assert!(!state.has_begun() && !earlier.has_begun());
        handle.clone().begin_shutdown();
        assert!(state.has_begun() && earlier.has_begun() && handle.state().has_begun());
    }

    #[test]
    fn beginning_it_twice_is_beginning_it_once() {
        let (handle, state) = shutdown();
        handle.begin_shutdown();
        handle.begin_shutdown();
        assert!(state.has_begun());
    }

    #[test]
    fn a_task_that_waits_for_the_shutdown_is_woken() {
        let (handle, state) = shutdown();
        Builder::new_current_thread().build().unwrap().block_on(async {
            let waiting = tokio::spawn(state.begun());
            tokio::task::yield_now().await;
            assert!(!waiting.is_finished());
            handle.begin_shutdown();
            waiting.await.unwrap();
        });
    }

    #[test]
    fn a_task_that_comes_after_the_shutdown_does_not_wait() {
        let (handle, _) = shutdown();
        handle.begin_shutdown();
        Builder::new_current_thread().build().unwrap().block_on(handle.state().begun());
    }
}
