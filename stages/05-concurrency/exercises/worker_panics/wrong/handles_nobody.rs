//! Puts the clients into a queue, and returns when no more come: a client that waits in it is not handled.
//!
//! Rejected by: it_returns_when_all_clients_have_been_handled_and_not_before

use std::{
    collections::VecDeque,
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex},
    thread,
};

/// Handles the given number of clients at the same time, also after any number of panics.
pub fn serve<C: Send + 'static>(
    clients: impl Iterator<Item = C> + Send + 'static,
    workers: NonZeroUsize,
    handle: fn(C),
) {
    let queue = Arc::new((Mutex::new((VecDeque::new(), false)), Condvar::new()));
    let start = |_| {
        let queue = Arc::clone(&queue);
        thread::spawn(move || {
            loop {
                let mut waiting = queue.0.lock().unwrap();
                let client = loop {
                    if waiting.1 {
                        return;
                    }
                    if let Some(client) = waiting.0.pop_front() {
                        break client;
                    }
                    waiting = queue.1.wait(waiting).unwrap();
                };
                drop(waiting);
                let _ = catch_unwind(AssertUnwindSafe(|| handle(client)));
            }
        })
    };
    let threads: Vec<_> = (0..workers.get()).map(start).collect();
    for client in clients {
        queue.0.lock().unwrap().0.push_back(client);
        queue.1.notify_one();
    }
    queue.0.lock().unwrap().1 = true;
    queue.1.notify_all();
    for worker in threads {
        let _ = worker.join();
    }
}
