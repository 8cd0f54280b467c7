//! There are two workers when one was asked for.
//!
//! Rejected by: no_more_clients_are_served_at_once_than_there_are_workers

use std::{
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Mutex,
    thread,
};

/// Handles the given number of clients at the same time, also after any number of panics.
pub fn serve<C: Send + 'static>(
    clients: impl Iterator<Item = C> + Send + 'static,
    workers: NonZeroUsize,
    handle: fn(C),
) {
    let clients = Mutex::new(clients);
    let work = || {
        while let Some(client) = next(&clients) {
            // Whatever the panic left half-done belonged to the client, and has gone with it.
            let _ = catch_unwind(AssertUnwindSafe(|| handle(client)));
        }
    };
    thread::scope(|scope| {
        for _ in 0..workers.get().max(2) {
            scope.spawn(work);
        }
    });
}

/// Waits for the next client, and releases the lock before the client is handled.
fn next<C>(clients: &Mutex<impl Iterator<Item = C>>) -> Option<C> {
    clients.lock().ok()?.next()
}
