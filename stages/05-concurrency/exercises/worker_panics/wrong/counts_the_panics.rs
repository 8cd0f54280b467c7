//! The workers have had enough after a thousand panics.
//!
//! Rejected by: there_may_be_any_number_of_panics

use std::{
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// Handles the given number of clients at the same time, also after any number of panics.
pub fn serve<C: Send + 'static>(
    clients: impl Iterator<Item = C> + Send + 'static,
    workers: NonZeroUsize,
    handle: fn(C),
) {
    let clients = Mutex::new(clients);
    let panics = AtomicUsize::new(0);
    let work = || {
        while let Some(client) = next(&clients) {
            if catch_unwind(AssertUnwindSafe(|| handle(client))).is_err()
                && panics.fetch_add(1, Ordering::SeqCst) >= 1000
            {
                break;
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..workers.get() {
            scope.spawn(work);
        }
    });
}

/// Waits for the next client, and releases the lock before the client is handled.
fn next<C>(clients: &Mutex<impl Iterator<Item = C>>) -> Option<C> {
    clients.lock().ok()?.next()
}
