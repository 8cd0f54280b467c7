//! Catches the panic around the whole loop: by then the loop has ended, and the worker with it.
//!
//! Rejected by: after_more_panics_than_workers_all_workers_are_there

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
    thread::scope(|scope| {
        for _ in 0..workers.get() {
            scope.spawn(|| {
                let _ = catch_unwind(AssertUnwindSafe(|| {
                    loop {
                        let Some(client) = clients.lock().unwrap().next() else { break };
                        handle(client);
                    }
                }));
            });
        }
    });
}
