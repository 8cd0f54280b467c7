//! Holds the lock while it handles a client: one at a time, and the first panic poisons the lock for all workers.
//!
//! Rejected by: as_many_clients_are_served_at_once_as_there_are_workers

use std::{num::NonZeroUsize, sync::Mutex, thread};

/// Handles the given number of clients at the same time, also after any number of panics.
pub fn serve<C: Send + 'static>(
    clients: impl Iterator<Item = C> + Send + 'static,
    workers: NonZeroUsize,
    handle: fn(C),
) {
    let clients = Mutex::new(clients);
    thread::scope(|scope| {
        for _ in 0..workers.get() {
            scope.spawn(|| {
                while let Some(client) = clients.lock().unwrap().next() {
                    handle(client);
                }
            });
        }
    });
}
