//! Panics: one that ends a connection is logged without blocking, and poisons no lock for the others.

use socket_basics::log;
use std::{
    backtrace::{Backtrace, BacktraceStatus},
    panic,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
};

/// Has each panic of a thread other than `main` logged in one line, and with a backtrace if `RUST_BACKTRACE` asks for one.
///
/// Rust's own hook writes to standard error itself. That may block, and then a panic would cost the pool its worker, and
/// `async` one of its threads. A panic of `main` ends the process, so it is written at once.
// ANCHOR: log_panics
pub fn log_panics() {
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().name() == Some("main") {
            return default(info);
        }
        log(format_args!("{}", info.to_string().replace('\n', " ")));
        let backtrace = Backtrace::capture();
        if backtrace.status() == BacktraceStatus::Captured {
            log(format_args!("{backtrace}"));
        }
    }));
}
// ANCHOR_END: log_panics

/// Locks, also after a thread has panicked while it held the lock.
///
/// What we keep behind locks is changed in one step, so it is never half changed, and one client's panic must not stop the
/// others.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
