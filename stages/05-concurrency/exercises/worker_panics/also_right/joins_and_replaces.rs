//! A worker that panics is lost, and the thread that watches over it, by joining it, starts another.

use std::{num::NonZeroUsize, sync::Mutex, thread};

/// Handles the given number of clients at the same time, also after any number of panics.
pub fn serve<C: Send + 'static>(
    clients: impl Iterator<Item = C> + Send + 'static,
    workers: NonZeroUsize,
    handle: fn(C),
) {
    let clients = Mutex::new(clients.fuse());
    let work = || {
        loop {
            let next = clients.lock().unwrap().next();
            match next {
                Some(client) => handle(client),
                None => return,
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..workers.get() {
            scope.spawn(|| while scope.spawn(work).join().is_err() {});
        }
    });
}
