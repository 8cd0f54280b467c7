//! Takes the waker, and stores the reply in a second step: a poll in between keeps a waker that nobody takes.
//!
//! Rejected by: a_reply_that_is_sent_during_a_poll_is_not_missed

use std::{
    mem,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

/// What both halves share.
#[derive(Default)]
struct State {
    /// The outer one is there when the sender has sent, or has been dropped.
    outcome: Option<Option<String>>,
    waker: Option<Waker>,
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes the two halves of one reply.
pub fn reply() -> (ReplySender, Reply) {
    let state = Arc::<Mutex<State>>::default();
    (ReplySender { state: Arc::clone(&state), line: None }, Reply { state })
}

/// The half of the thread that reads the replies.
pub struct ReplySender {
    state: Arc<Mutex<State>>,
    line: Option<String>,
}

impl ReplySender {
    /// Hands the reply to the task that waits for it.
    pub fn send(mut self, line: String) {
        self.line = Some(line);
        // The drop of `self` does the rest.
    }
}

impl Drop for ReplySender {
    fn drop(&mut self) {
        let waker = lock(&self.state).waker.take();
        lock(&self.state).outcome = Some(mem::take(&mut self.line));
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// The half of the task that waits for the reply. If the connection is lost, there is none.
pub struct Reply {
    state: Arc<Mutex<State>>,
}

impl Future for Reply {
    type Output = Option<String>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<String>> {
        let mut state = lock(&self.state);
        if let Some(outcome) = state.outcome.take() {
            return Poll::Ready(outcome);
        }
        state.waker = Some(context.waker().clone());
        Poll::Pending
    }
}
