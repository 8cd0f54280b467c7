//! A Vec of handles, which are joined when no more clients come.

use std::{io, thread};

/// Handles all clients at the same time.
pub fn serve<C: Send + 'static>(mut clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    let mut threads = Vec::new();
    while let Some(client) = clients.next() {
        let Ok(client) = client else { continue };
        threads.push(thread::spawn(move || handle(client)));
    }
    for thread in threads {
        let _ = thread.join();
    }
}
