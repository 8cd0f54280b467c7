//! A channel of tokio for one value is such a future, made by others.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};
use tokio::sync::oneshot;

/// Makes the two halves of one reply.
pub fn reply() -> (ReplySender, Reply) {
    let (sender, receiver) = oneshot::channel();
    (ReplySender { sender }, Reply { receiver })
}

/// The half of the thread that reads the replies.
pub struct ReplySender {
    sender: oneshot::Sender<String>,
}

impl ReplySender {
    /// Hands the reply to the task that waits for it.
    pub fn send(self, line: String) {
        let _ = self.sender.send(line);
    }
}

/// The half of the task that waits for the reply. If the connection is lost, there is none.
pub struct Reply {
    receiver: oneshot::Receiver<String>,
}

impl Future for Reply {
    type Output = Option<String>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<String>> {
        Poll::Ready(ready!(Pin::new(&mut self.receiver).poll(context)).ok())
    }
}
