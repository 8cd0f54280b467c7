//! Telling a server to stop.

use crate::lock::lock;
use anyhow::Context as _;
use mio::Waker;
use socket_basics::tell;
use std::{
    process,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// What a process ended by Ctrl+C exits with: 128 and the number of the signal, as shells have it.
const INTERRUPTED: i32 = 130;

/// Tells a server to stop, from any thread, as often as one likes.
#[derive(Clone)]
pub struct Stopper(Arc<Shared>);

struct Shared {
    stopped: Mutex<bool>,
    changed: Condvar,
    waker: Waker,
}

impl Stopper {
    /// The waker interrupts whatever the server's door is waiting for.
    pub(crate) fn new(waker: Waker) -> Self {
        Self(Arc::new(Shared { stopped: Mutex::new(false), changed: Condvar::new(), waker }))
    }

    /// Has the server take nobody in any more, finish the lines it has, and return from [`run`](crate::Server::run).
    pub fn stop(&self) {
        *lock(&self.0.stopped) = true;
        self.0.changed.notify_all();
        if let Err(error) = self.0.waker.wake() {
            tell(format_args!("could not wake the server to stop it: {error}"));
        }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        *lock(&self.0.stopped)
    }

    /// Rests for a while, or until stopped.
    pub(crate) fn rest(&self, duration: Duration) {
        let _ = self.0.changed.wait_timeout_while(lock(&self.0.stopped), duration, |stopped| !*stopped);
    }
}

/// Makes Ctrl+C and SIGTERM stop the server; a second one ends the process at once.
///
/// # Errors
///
/// When the system does not let a process handle its signals, or another handler is there already.
pub fn stop_on_signals(stopper: Stopper) -> anyhow::Result<()> {
    let signalled = AtomicBool::new(false);
    ctrlc::set_handler(move || {
        if signalled.swap(true, Ordering::Relaxed) {
            process::exit(INTERRUPTED);
        }
        // First the deed, then the word: nobody may be reading it, and then telling could wait for ever.
        stopper.stop();
        tell(format_args!("stopping: finishing what was asked (Ctrl+C ends at once)"));
    })
    .context("could not take over Ctrl+C")
}
