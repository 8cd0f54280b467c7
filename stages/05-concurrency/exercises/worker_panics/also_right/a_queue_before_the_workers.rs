//! One thread asks for clients and puts them into a channel, from which the workers take them.

use std::{
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, mpsc},
    thread,
};

/// Handles the given number of clients at the same time, also after any number of panics.
pub fn serve<C: Send + 'static>(
    clients: impl Iterator<Item = C> + Send + 'static,
    workers: NonZeroUsize,
    handle: fn(C),
) {
    let (sender, receiver) = mpsc::channel::<C>();
    let receiver = Arc::new(Mutex::new(receiver));
    let start = |_| {
        let receiver = Arc::clone(&receiver);
        thread::spawn(move || {
            loop {
                let message = receiver.lock().unwrap().recv();
                let Ok(client) = message else { break };
                if catch_unwind(AssertUnwindSafe(|| handle(client))).is_err() {
                    eprintln!("a client's handling panicked");
                }
            }
        })
    };
    let threads: Vec<_> = (0..workers.get()).map(start).collect();
    for client in clients {
        if sender.send(client).is_err() {
            break;
        }
    }
    drop(sender);
    for worker in threads {
        let _ = worker.join();
    }
}
