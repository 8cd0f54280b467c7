//! Waits in `poll` until the reply is there, with a condition variable.
//!
//! Rejected by: a_poll_wakes_nobody_and_returns_at_once

use std::{
    pin::Pin,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

/// What both halves share.
#[derive(Default)]
struct State {
    line: Option<String>,
    /// The sender has sent, or has been dropped.
    is_over: bool,
    changed: Arc<Condvar>,
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes the two halves of one reply.
pub fn reply() -> (ReplySender, Reply) {
    let state = Arc::<Mutex<State>>::default();
    (ReplySender { state: Arc::clone(&state) }, Reply { state })
}

/// The half of the thread that reads the replies.
pub struct ReplySender {
    state: Arc<Mutex<State>>,
}

impl ReplySender {
    /// Hands the reply to the task that waits for it.
    pub fn send(self, line: String) {
        lock(&self.state).line = Some(line);
        // The drop of `self` does the rest.
    }
}

impl Drop for ReplySender {
    fn drop(&mut self) {
        let mut state = lock(&self.state);
        state.is_over = true;
        state.changed.notify_all();
    }
}

/// The half of the task that waits for the reply. If the connection is lost, there is none.
pub struct Reply {
    state: Arc<Mutex<State>>,
}

impl Future for Reply {
    type Output = Option<String>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<String>> {
        let _ = context;
        let changed = Arc::clone(&lock(&self.state).changed);
        let state = changed.wait_while(lock(&self.state), |state| !state.is_over);
        Poll::Ready(state.unwrap_or_else(PoisonError::into_inner).line.take())
    }
}
