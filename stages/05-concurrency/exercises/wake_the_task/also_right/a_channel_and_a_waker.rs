//! A channel has the reply, and tells of a sender that was dropped. The waker is kept first, and then comes a look.

use std::{
    mem,
    pin::Pin,
    sync::{
        Arc, Mutex,
        mpsc::{self, Receiver, Sender, TryRecvError},
    },
    task::{Context, Poll, Waker},
};

type Slot = Arc<Mutex<Option<Waker>>>;

/// Makes the two halves of one reply.
pub fn reply() -> (ReplySender, Reply) {
    let (sender, receiver) = mpsc::channel();
    let slot = Slot::default();
    (ReplySender { sender, wakes: Wakes(Arc::clone(&slot)) }, Reply { receiver: Mutex::new(receiver), slot })
}

/// The half of the thread that reads the replies. The channel's sender is dropped first, and then the task is woken.
pub struct ReplySender {
    sender: Sender<String>,
    wakes: Wakes,
}

impl ReplySender {
    /// Hands the reply to the task that waits for it.
    pub fn send(self, line: String) {
        // The task may have gone.
        let _ = self.sender.send(line);
        drop(self.sender);
        drop(self.wakes);
    }
}

struct Wakes(Slot);

impl Drop for Wakes {
    fn drop(&mut self) {
        let waker = mem::take(&mut *self.0.lock().unwrap());
        waker.into_iter().for_each(Waker::wake);
    }
}

/// The half of the task that waits for the reply. If the connection is lost, there is none.
pub struct Reply {
    receiver: Mutex<Receiver<String>>,
    slot: Slot,
}

impl Future for Reply {
    type Output = Option<String>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<String>> {
        *self.slot.lock().unwrap() = Some(context.waker().clone());
        match self.receiver.lock().unwrap().try_recv() {
            Ok(line) => Poll::Ready(Some(line)),
            Err(TryRecvError::Disconnected) => Poll::Ready(None),
            Err(TryRecvError::Empty) => Poll::Pending,
        }
    }
}
