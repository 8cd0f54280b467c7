//! The state is an enum, so that it cannot be two things at once.

use std::{
    mem,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

enum State {
    Waiting(Option<Waker>),
    Over(Option<String>),
}

type Shared = Arc<Mutex<State>>;

/// Makes the two halves of one reply.
pub fn reply() -> (ReplySender, Reply) {
    let state = Arc::new(Mutex::new(State::Waiting(None)));
    (ReplySender(Some(Arc::clone(&state))), Reply(state))
}

/// The half of the thread that reads the replies. It is taken when it has been used.
pub struct ReplySender(Option<Shared>);

impl ReplySender {
    /// Hands the reply to the task that waits for it.
    pub fn send(mut self, line: String) {
        self.end(Some(line));
    }

    fn end(&mut self, line: Option<String>) {
        let Some(state) = self.0.take() else { return };
        let before = mem::replace(&mut *state.lock().unwrap(), State::Over(line));
        if let State::Waiting(Some(waker)) = before {
            waker.wake();
        }
    }
}

impl Drop for ReplySender {
    fn drop(&mut self) {
        self.end(None);
    }
}

/// The half of the task that waits for the reply. If the connection is lost, there is none.
pub struct Reply(Shared);

impl Future for Reply {
    type Output = Option<String>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<String>> {
        match &mut *self.0.lock().unwrap() {
            State::Waiting(waker) => {
                match waker {
                    Some(kept) => kept.clone_from(context.waker()),
                    None => *waker = Some(context.waker().clone()),
                }
                Poll::Pending
            }
            State::Over(line) => Poll::Ready(line.take()),
        }
    }
}
