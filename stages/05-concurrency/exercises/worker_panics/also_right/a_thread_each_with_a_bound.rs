//! A thread for each client, which waits for its turn to start; a guard gives the turn back, also when a panic passes by.

use std::{
    num::NonZeroUsize,
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread,
};

struct Turns {
    free: Mutex<usize>,
    changed: Condvar,
}

struct Turn(Arc<Turns>);

impl Drop for Turn {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.changed.notify_one();
    }
}

fn turn(turns: &Arc<Turns>) -> Turn {
    let mut free = turns.free.lock().unwrap_or_else(PoisonError::into_inner);
    while *free == 0 {
        free = turns.changed.wait(free).unwrap_or_else(PoisonError::into_inner);
    }
    *free -= 1;
    Turn(Arc::clone(turns))
}

/// Handles the given number of clients at the same time, also after any number of panics.
pub fn serve<C: Send + 'static>(
    clients: impl Iterator<Item = C> + Send + 'static,
    workers: NonZeroUsize,
    handle: fn(C),
) {
    let turns = Arc::new(Turns { free: Mutex::new(workers.get()), changed: Condvar::new() });
    let mut threads = Vec::new();
    for client in clients {
        let turn = turn(&turns);
        threads.push(thread::spawn(move || {
            let _turn = turn;
            handle(client);
        }));
    }
    for thread in threads {
        let _ = thread.join();
    }
}
