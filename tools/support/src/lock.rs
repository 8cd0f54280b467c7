//! Locks that outlive a panic of their holder: what is behind one of ours is never half changed.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Locks, also after a thread has panicked with the lock.
pub fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits while `waiting` holds, and not longer than the timeout. `changed` has to be notified of each change of what is behind
/// the lock.
pub fn wait_while<'a, T>(
    changed: &Condvar,
    lock: MutexGuard<'a, T>,
    timeout: Duration,
    waiting: impl FnMut(&mut T) -> bool,
) -> MutexGuard<'a, T> {
    changed.wait_timeout_while(lock, timeout, waiting).unwrap_or_else(PoisonError::into_inner).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn a_lock_outlives_the_panic_of_its_holder() {
        let mutex = Mutex::new(1);
        thread::scope(|scope| {
            let holder = scope.spawn(|| {
                let _held = lock(&mutex);
                panic!("with the lock");
            });
            assert!(holder.join().is_err());
        });
        assert_eq!(*lock(&mutex), 1);
    }
}
