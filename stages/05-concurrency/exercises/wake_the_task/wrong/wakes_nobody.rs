//! Stores the reply, and hopes that somebody polls again.
//!
//! Rejected by: the_task_is_woken_when_its_reply_is_sent

use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

/// What both halves share.
#[derive(Default)]
struct State {
    line: Option<String>,
    /// The sender has sent, or has been dropped.
    is_over: bool,
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
        lock(&self.state).is_over = true;
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
        if state.is_over {
            return Poll::Ready(state.line.take());
        }
        let _ = context;
        Poll::Pending
    }
}
