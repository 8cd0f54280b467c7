//! Threads that are used again: a new one is started only when none is idle.

use std::{
    io,
    sync::{
        Arc, Mutex,
        mpsc::{Sender, channel},
    },
    thread,
};

/// Handles all clients at the same time.
pub fn serve<C: Send + 'static>(clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    let idle: Arc<Mutex<Vec<Sender<C>>>> = Arc::default();
    for mut client in clients.flatten() {
        let resting = idle.lock().unwrap().pop();
        if let Some(worker) = resting {
            match worker.send(client) {
                Ok(()) => continue,
                Err(returned) => client = returned.0,
            }
        }
        let idle = Arc::downgrade(&idle);
        thread::spawn(move || {
            let (wake, next) = channel();
            loop {
                handle(client);
                let Some(idle) = idle.upgrade() else { return };
                idle.lock().unwrap().push(wake.clone());
                drop(idle);
                match next.recv() {
                    Ok(following) => client = following,
                    Err(_) => return,
                }
            }
        });
    }
}
