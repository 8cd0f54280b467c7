//! # Waking a task
//!
//! Many tasks can share one connection to a server. One thread reads the replies with ordinary, blocking reads, and
//! hands each reply to the task that waits for it. This is how clients of databases work. Between the thread and the
//! task there is a future, and its waker. If the waker is not called, the task sleeps although its reply is there, and
//! no error says so.
//!
//! **Your task:** write this future. `reply` makes its two halves: a `ReplySender` for the thread, and a `Reply` for the
//! task.
//!
//! - `send` hands the reply over. Then a poll of the `Reply` returns `Ready(Some(line))`.
//! - If the sender is dropped without a reply, because the connection is lost, a poll returns `Ready(None)`.
//! - Until then a poll returns `Pending`, at once. When the reply has been handed over, or the sender dropped, the
//!   waker of the most recent poll is woken. A poll with another waker replaces the one before.
//! - A poll wakes nobody: a task that waits uses no processor time.
//! - A `wake` may do anything, for instance poll the `Reply` again before it returns. So call it when you hold no lock.
//! - The task may have dropped its `Reply`. Then `send` does nothing.
//!
//! Nobody polls a `Reply` again after it was `Ready`.
//!
//! **You will need:** [`Future::poll`](https://doc.rust-lang.org/std/future/trait.Future.html#tymethod.poll),
//! [`Context::waker`](https://doc.rust-lang.org/std/task/struct.Context.html#method.waker),
//! [`Waker::wake`](https://doc.rust-lang.org/std/task/struct.Waker.html#method.wake) and `clone`,
//! [`Arc`](https://doc.rust-lang.org/std/sync/struct.Arc.html),
//! [`Mutex`](https://doc.rust-lang.org/std/sync/struct.Mutex.html) and
//! [`Drop`](https://doc.rust-lang.org/std/ops/trait.Drop.html).
//!
//! Read: part 5, "Futures, wakers, executors" (`book/src/5-many/futures.md`).
//!
//! Check it: `cargo test --test ex5_5_wake_the_task`, or `cargo grade wake_the_task`.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

/// Makes the two halves of one reply.
pub fn reply() -> (ReplySender, Reply) {
    todo!()
}

/// The half of the thread that reads the replies.
pub struct ReplySender {
    // What it shares with the other half.
}

impl ReplySender {
    /// Hands the reply to the task that waits for it.
    pub fn send(self, line: String) {
        todo!()
    }
}

/// The half of the task that waits for the reply. If the connection is lost, there is none.
pub struct Reply {
    // What it shares with the other half.
}

impl Future for Reply {
    type Output = Option<String>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<String>> {
        todo!()
    }
}
