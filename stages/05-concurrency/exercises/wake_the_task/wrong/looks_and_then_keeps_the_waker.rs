//! Looks for the reply under one lock, and keeps the waker under another: a reply that is sent in between wakes nobody.
//!
//! Rejected by: a_reply_that_is_sent_during_a_poll_is_not_missed

use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

/// What both halves share.
#[derive(Default)]
struct State {
    /// What the sender has sent, as soon as it has sent or has been dropped.
    outcome: Mutex<Option<Option<String>>>,
    waker: Mutex<Option<Waker>>,
}

impl State {
    fn end(&self, line: Option<String>) {
        lock(&self.outcome).get_or_insert(line);
        let waker = lock(&self.waker).take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes the two halves of one reply.
pub fn reply() -> (ReplySender, Reply) {
    let state = Arc::<State>::default();
    (ReplySender { state: Arc::clone(&state) }, Reply { state })
}

/// The half of the thread that reads the replies.
pub struct ReplySender {
    state: Arc<State>,
}

impl ReplySender {
    /// Hands the reply to the task that waits for it.
    pub fn send(self, line: String) {
        self.state.end(Some(line));
    }
}

impl Drop for ReplySender {
    fn drop(&mut self) {
        self.state.end(None);
    }
}

/// The half of the task that waits for the reply. If the connection is lost, there is none.
pub struct Reply {
    state: Arc<State>,
}

impl Future for Reply {
    type Output = Option<String>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<String>> {
        if let Some(line) = lock(&self.state.outcome).take() {
            return Poll::Ready(line);
        }
        *lock(&self.state.waker) = Some(context.waker().clone());
        Poll::Pending
    }
}
