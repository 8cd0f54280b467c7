//! Replaces each worker that panics, and forgets that a scope passes on the panics of threads that were not joined.
//!
//! Rejected by: it_returns_when_no_more_clients_come_also_after_a_panic

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
            work(scope, &clients, handle);
        }
    });
}

/// When it is dropped by a panic, another worker takes over.
struct Replaced<F: FnOnce()>(Option<F>);

impl<F: FnOnce()> Drop for Replaced<F> {
    fn drop(&mut self) {
        if let (true, Some(replace)) = (thread::panicking(), self.0.take()) {
            replace();
        }
    }
}

fn work<'scope, 'env, C: Send + 'static>(
    scope: &'scope thread::Scope<'scope, 'env>,
    clients: &'scope Mutex<impl Iterator<Item = C> + Send + 'static>,
    handle: fn(C),
) {
    scope.spawn(move || {
        let _replaced = Replaced(Some(|| work(scope, clients, handle)));
        loop {
            let Some(client) = clients.lock().unwrap().next() else { break };
            handle(client);
        }
    });
}
