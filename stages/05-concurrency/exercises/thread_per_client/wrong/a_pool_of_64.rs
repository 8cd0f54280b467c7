//! Has 64 threads, which is enough until the 65th client comes.
//!
//! Rejected by: hundreds_of_clients_are_handled_at_the_same_time

use std::{
    io,
    sync::{Arc, Mutex, mpsc},
    thread,
};

/// Handles all clients at the same time.
pub fn serve<C: Send + 'static>(clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    let (queue, waiting) = mpsc::channel();
    let waiting = Arc::new(Mutex::new(waiting));
    for _ in 0..64 {
        let waiting = Arc::clone(&waiting);
        thread::spawn(move || {
            loop {
                let next = waiting.lock().unwrap().recv();
                match next {
                    Ok(client) => handle(client),
                    Err(_) => return,
                }
            }
        });
    }
    for client in clients.flatten() {
        let _ = queue.send(client);
    }
}
