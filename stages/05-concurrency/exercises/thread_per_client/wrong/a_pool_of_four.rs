//! Has four threads, for any number of clients: four that are silent silence the server.
//!
//! Rejected by: each_client_is_served_as_soon_as_it_comes

use std::{
    io,
    sync::{Arc, Mutex, mpsc},
    thread,
};

/// Handles all clients at the same time.
pub fn serve<C: Send + 'static>(clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    let (waiting, queue) = mpsc::channel();
    let queue = Arc::new(Mutex::new(queue));
    for _ in 0..4 {
        let queue = Arc::clone(&queue);
        thread::spawn(move || {
            loop {
                let Ok(client) = queue.lock().unwrap().recv() else { break };
                handle(client);
            }
        });
    }
    for client in clients.flatten() {
        waiting.send(client).unwrap();
    }
}
