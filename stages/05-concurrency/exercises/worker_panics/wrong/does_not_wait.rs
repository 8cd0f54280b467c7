//! Starts its workers and returns at once, while they have hardly begun.
//!
//! Rejected by: it_returns_when_all_clients_have_been_handled_and_not_before

use std::{
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex},
    thread,
};

/// Handles the given number of clients at the same time, also after any number of panics.
pub fn serve<C: Send + 'static>(
    clients: impl Iterator<Item = C> + Send + 'static,
    workers: NonZeroUsize,
    handle: fn(C),
) {
    let clients = Arc::new(Mutex::new(clients));
    for _ in 0..workers.get() {
        let clients = Arc::clone(&clients);
        thread::spawn(move || {
            loop {
                let Some(client) = clients.lock().unwrap().next() else { break };
                let _ = catch_unwind(AssertUnwindSafe(|| handle(client)));
            }
        });
    }
}
