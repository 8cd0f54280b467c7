//! Ending a load early.

use anyhow::Context as _;
use mio::Waker;
use std::{
    process,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// What a process ended by Ctrl+C exits with: 128 and the number of the signal, as shells have it.
const INTERRUPTED: i32 = 130;

/// Ends a load early, from any thread.
#[derive(Clone)]
pub struct Stopper(Arc<(AtomicBool, Waker)>);

impl Stopper {
    pub(crate) fn new(waker: Waker) -> Self {
        Self(Arc::new((AtomicBool::new(false), waker)))
    }

    /// Has the clients ask no more.
    pub fn stop(&self) {
        self.0.0.store(true, Ordering::Relaxed);
        // Should this fail, the load ends when its time is over.
        let _ = self.0.1.wake();
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.0.0.load(Ordering::Relaxed)
    }

    /// Makes Ctrl+C end the load; a second one ends the process.
    ///
    /// # Errors
    ///
    /// When the system does not let a process handle its signals, or another handler is there already.
    pub fn stop_on_signals(self) -> anyhow::Result<()> {
        let handler = move || {
            if self.is_stopped() {
                process::exit(INTERRUPTED);
            }
            self.stop();
        };
        ctrlc::set_handler(handler).context("could not take over Ctrl+C")
    }
}
