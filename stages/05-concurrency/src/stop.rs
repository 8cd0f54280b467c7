//! Telling a server to stop.

use crate::lock::lock;
use mio::Waker;
use socket_basics::log;
use std::{
    sync::{Arc, Condvar, Mutex},
    time::Duration,
};

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
            log(format_args!("could not wake the server to stop it: {error}"));
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
