//! Keeps the wakers of all polls, and wakes all of them.
//!
//! Rejected by: the_waker_of_the_most_recent_poll_is_woken

use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

#[derive(Default)]
struct State {
    line: Option<String>,
    sender_gone: bool,
    wakers: Vec<Waker>,
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes the two halves of one reply.
pub fn reply() -> (ReplySender, Reply) {
    let state = Arc::new(Mutex::new(State::default()));
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
        // Dropping `self` wakes the task.
    }
}

impl Drop for ReplySender {
    fn drop(&mut self) {
        let waker = {
            let mut state = lock(&self.state);
            state.sender_gone = true;
            std::mem::take(&mut state.wakers)
        };
        for waker in waker {
            waker.wake();
        }
    }
}

/// The half of the task that waits for the reply. If the connection is lost, there is none.
pub struct Reply {
    state: Arc<Mutex<State>>,
}

impl Drop for Reply {
    fn drop(&mut self) {
        let waker = std::mem::take(&mut lock(&self.state).wakers);
        drop(waker);
    }
}

impl Future for Reply {
    type Output = Option<String>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<String>> {
        let mut state = lock(&self.state);
        if state.sender_gone {
            return Poll::Ready(state.line.take());
        }
        state.wakers.push(context.waker().clone());
        Poll::Pending
    }
}
