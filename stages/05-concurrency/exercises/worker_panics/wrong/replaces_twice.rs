//! Starts two workers for each that panics, so that there are more and more of them.
//!
//! Rejected by: no_more_clients_are_served_at_once_than_there_are_workers

use std::{num::NonZeroUsize, sync::Mutex, thread};

/// Handles the given number of clients at the same time, also after any number of panics.
pub fn serve<C: Send + 'static>(
    clients: impl Iterator<Item = C> + Send + 'static,
    workers: NonZeroUsize,
    handle: fn(C),
) {
    let clients = Mutex::new(clients.fuse());
    thread::scope(|scope| {
        for _ in 0..workers.get() {
            watch_over(scope, &clients, handle);
        }
    });
}

fn watch_over<'scope, 'env, C: Send + 'static>(
    scope: &'scope thread::Scope<'scope, 'env>,
    clients: &'scope Mutex<impl Iterator<Item = C> + Send + 'static>,
    handle: fn(C),
) {
    scope.spawn(move || {
        let worker = scope.spawn(move || {
            loop {
                let Some(client) = clients.lock().unwrap().next() else { break };
                handle(client);
            }
        });
        if worker.join().is_err() {
            watch_over(scope, clients, handle);
            watch_over(scope, clients, handle);
        }
    });
}
