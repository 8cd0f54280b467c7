//! Locking what stays whole whatever a client's thread does.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks, also after a thread has panicked with the lock held: what we keep behind locks is changed in one step, so
/// there is no half-made change to be protected from, and one client's panic must not stop the others.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
