//! # A panic costs no worker
//!
//! An index out of bounds, somewhere deep in a library, for one strange request: the thread that meets it ends. A pool of
//! four survives three such requests. After the fourth, the process still runs and its port is still open, so its monitoring
//! finds nothing wrong. But no client is ever served again. tokio catches the panics of its tasks for that reason.
//!
//! **Your task:** serve all clients with the given number of threads, the workers.
//!
//! - Call `handle` with each client, for as many clients at the same time as there are workers, and never for more.
//! - When a call of `handle` panics, that client's connection ends, and nothing else does. The other clients are served as
//!   before. However often it happens, the number of clients that can be served at the same time stays the same.
//! - Return, without a panic, when no more clients come and all have been handled.
//!
//! Asking `clients` for the next may wait for one, as `TcpListener::incoming` does. The clients that are being served must
//! not wait for that. You may ask for the next client before a worker is free for it.
//!
//! **You will need:** [`NonZeroUsize::get`](https://doc.rust-lang.org/std/num/struct.NonZero.html#method.get), which returns
//! the number as a `usize`; [`thread::scope`](https://doc.rust-lang.org/std/thread/fn.scope.html), [`Mutex`](https://doc.rust-lang.org/std/sync/struct.Mutex.html),
//! [`catch_unwind`](https://doc.rust-lang.org/std/panic/fn.catch_unwind.html) and
//! [`AssertUnwindSafe`](https://doc.rust-lang.org/std/panic/struct.AssertUnwindSafe.html).
//!
//! Read: part 5, "Thread pools" (`book/src/5-many/thread-pools.md`).
//!
//! Check it: `cargo test --test ex5_3_worker_panics`, or `cargo grade worker_panics`.

use std::num::NonZeroUsize;

/// Handles the given number of clients at the same time, also after any number of panics.
pub fn serve<C: Send + 'static>(
    clients: impl Iterator<Item = C> + Send + 'static,
    workers: NonZeroUsize,
    handle: fn(C),
) {
    todo!()
}
