//! Replaces a worker that panicked only when those before it have ended, too.
//!
//! Rejected by: after_more_panics_than_workers_all_workers_are_there

use std::{num::NonZeroUsize, sync::Mutex, thread};

/// Handles so many clients at the same time, also after any number of panics.
pub fn serve<C: Send + 'static>(
    clients: impl Iterator<Item = C> + Send + 'static,
    workers: NonZeroUsize,
    handle: fn(C),
) {
    let clients = Mutex::new(clients.fuse());
    let work = || {
        loop {
            let Some(client) = clients.lock().unwrap().next() else { break };
            handle(client);
        }
    };
    thread::scope(|scope| {
        let mut crew: Vec<_> = (0..workers.get()).map(|_| scope.spawn(work)).collect();
        while !crew.is_empty() {
            let worker = crew.remove(0);
            if worker.join().is_err() {
                crew.push(scope.spawn(work));
            }
        }
    });
}
