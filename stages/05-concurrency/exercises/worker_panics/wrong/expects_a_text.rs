//! A worker writes down what the panic says, and takes it for a text.
//!
//! Rejected by: a_panic_may_carry_anything

use std::{
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Mutex,
    thread,
};

/// Handles the given number of clients at the same time, also after any number of panics.
pub fn serve<C: Send + 'static>(
    clients: impl Iterator<Item = C> + Send + 'static,
    workers: NonZeroUsize,
    handle: fn(C),
) {
    let clients = Mutex::new(clients);
    let work = || {
        while let Some(client) = next(&clients) {
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| handle(client))) {
                match panic.downcast_ref::<&str>() {
                    Some(text) => eprintln!("{text}"),
                    None => eprintln!("{}", panic.downcast_ref::<String>().unwrap()),
                }
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..workers.get() {
            scope.spawn(work);
        }
    });
}

/// Waits for the next client, and releases the lock before the client is handled.
fn next<C>(clients: &Mutex<impl Iterator<Item = C>>) -> Option<C> {
    clients.lock().ok()?.next()
}
