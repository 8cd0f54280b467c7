//! Has a thread for each client: a panic costs no other client, and nothing bounds the threads.
//!
//! Rejected by: no_more_clients_are_served_at_once_than_there_are_workers

use std::{num::NonZeroUsize, thread};

/// Handles the given number of clients at the same time, also after any number of panics.
pub fn serve<C: Send + 'static>(
    clients: impl Iterator<Item = C> + Send + 'static,
    _workers: NonZeroUsize,
    handle: fn(C),
) {
    let threads: Vec<_> = clients.map(|client| thread::spawn(move || handle(client))).collect();
    for thread in threads {
        let _ = thread.join();
    }
}
