//! A bounded queue between threads, which can be closed.

use crate::panics::lock;
use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, PoisonError},
};

/// Hands each item to one of the threads that wait for one, in the order in which the items came.
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
    capacity: usize,
}

struct State<T> {
    items: VecDeque<T>,
    closed: bool,
}

impl<T> Queue<T> {
    /// A queue in which at most `capacity` items wait.
    pub(crate) fn new(capacity: usize) -> Self {
        let state = State { items: VecDeque::new(), closed: false };
        Self { state: Mutex::new(state), changed: Condvar::new(), capacity }
    }

    // ANCHOR: push_and_pop
    /// Puts an item at the end.
    ///
    /// # Errors
    ///
    /// Hands the item back when the queue is full or closed.
    pub(crate) fn push(&self, item: T) -> Result<(), T> {
        let mut state = lock(&self.state);
        if state.closed || state.items.len() == self.capacity {
            return Err(item);
        }
        state.items.push_back(item);
        self.changed.notify_one();
        Ok(())
    }

    /// Waits for the next item; there is none when the queue is closed and empty.
    ///
    /// The lock is released before this returns. A caller that held it while it works on the item, as
    /// `while let Some(item) = lock(&queue).pop()` does, would keep the other threads waiting.
    pub(crate) fn pop(&self) -> Option<T> {
        let state = lock(&self.state);
        let waiting = |state: &mut State<T>| state.items.is_empty() && !state.closed;
        let state = self.changed.wait_while(state, waiting);
        state.unwrap_or_else(PoisonError::into_inner).items.pop_front()
    }
    // ANCHOR_END: push_and_pop

    /// Accepts no more items, and ends the wait of every thread once the remaining items are taken.
    pub(crate) fn close(&self) {
        lock(&self.state).closed = true;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn items_come_out_in_the_order_in_which_they_went_in() {
        let queue = Queue::new(2);
        assert_eq!((queue.push(1), queue.push(2)), (Ok(()), Ok(())));
        assert_eq!((queue.pop(), queue.pop()), (Some(1), Some(2)));
    }

    #[test]
    fn a_full_queue_hands_the_item_back() {
        let queue = Queue::new(1);
        assert_eq!((queue.push(1), queue.push(2)), (Ok(()), Err(2)));
    }

    #[test]
    fn a_closed_queue_accepts_nothing_and_hands_out_the_rest() {
        let queue = Queue::new(2);
        assert_eq!(queue.push(1), Ok(()));
        queue.close();
        assert_eq!((queue.push(2), queue.pop(), queue.pop()), (Err(2), Some(1), None));
    }

    #[test]
    fn closing_ends_the_wait_of_every_thread() {
        let queue = Queue::<()>::new(1);
        thread::scope(|scope| {
            let waiting = [(); 4].map(|()| scope.spawn(|| queue.pop()));
            queue.close();
            assert!(waiting.into_iter().all(|thread| thread.join().unwrap().is_none()));
        });
    }
}
