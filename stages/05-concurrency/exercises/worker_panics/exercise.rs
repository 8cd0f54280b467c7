//! # A panic costs no worker
//!
//! An index out of bounds, somewhere deep in a library, for one strange request: the thread that meets it is gone. A
//! pool of four survives three such requests. After the fourth, the process still runs and its port is open, so
//! whoever watches over it is content, and nobody is ever served again. tokio catches the panics of its tasks for
//! that reason.
//!
//! **Your task:** serve all clients with so many threads: call `handle` with each client, with as many clients at the
//! same time as there are workers, and never with more. When a call of `handle` panics, that client's connection ends, and
//! nothing else does: the other clients are served on, and as many can be served at the same time as before, however often
//! that happens. Return, without a panic, when no more clients come and all have been handled.
//!
//! Asking `clients` for the next may wait for one, as `TcpListener::incoming` does; those who are inside do not wait
//! for that. You may ask for the next client before a worker is free for it.
//!
//! Read: part 5, "Thread pools" (`book/src/5-many/thread-pools.md`).
//!
//! Check it: `cargo test --test ex5_3_worker_panics`, or `cargo grade worker_panics`.

use std::num::NonZeroUsize;

/// Handles so many clients at the same time, also after any number of panics.
pub fn serve<C: Send + 'static>(
    clients: impl Iterator<Item = C> + Send + 'static,
    workers: NonZeroUsize,
    handle: fn(C),
) {
    todo!()
}
