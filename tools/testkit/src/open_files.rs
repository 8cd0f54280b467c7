//! The open files of a test's process, of which each of its sockets is one.

use crate::DEADLINE;
use std::sync::{Condvar, LazyLock, Mutex};
use support::{lock, wait_while};

/// Files that are left to tests that hold only a few, and to the pipes of the programs that they start.
const OTHERS: usize = 128;

/// What no test of many clients needs more of, where a system has no limit.
const MOST: usize = 1 << 20;

/// A permit for a test to hold many files open at once; dropping it returns it.
///
/// The limit belongs to the process, and the tests in it run side by side. Shells start it with a soft limit of 1,024, on
/// macOS of 256. So the first permit raises that to the hard limit, and where even this is too low for all, one test waits
/// until another has done, and the largest of them are smaller.
#[derive(Debug)]
#[must_use = "dropping it returns the files"]
pub struct OpenFiles {
    count: usize,
}

impl OpenFiles {
    /// Waits until so many files may be opened, or as many as there are for tests in all.
    #[track_caller]
    pub fn reserve(needed: usize) -> Self {
        let count = needed.min(*ALL);
        // Each of those before it has a deadline for its steps; this one is for when they all fail.
        let mut free = wait_while(&RETURNED, lock(&FREE), 10 * DEADLINE, |free| *free < count);
        assert!(*free >= count, "other tests hold the open files: {count} needed, {} free", *free);
        *free -= count;
        Self { count }
    }

    /// How many files it is for.
    pub fn count(&self) -> usize {
        self.count
    }
}

impl Drop for OpenFiles {
    fn drop(&mut self) {
        *lock(&FREE) += self.count;
        RETURNED.notify_all();
    }
}

/// How many files there are for tests in all.
static ALL: LazyLock<usize> = LazyLock::new(|| {
    // A system without a limit says none, or a number that no usize may hold.
    let limit = support::raise_fd_limit().and_then(|limit| usize::try_from(limit).ok());
    let limit = limit.map_or(MOST, |limit| limit.min(MOST));
    limit.saturating_sub(OTHERS).max(limit / 4)
});

static FREE: LazyLock<Mutex<usize>> = LazyLock::new(|| Mutex::new(*ALL));

static RETURNED: Condvar = Condvar::new();

#[cfg(test)]
mod tests {
    use super::*;
    use std::{sync::mpsc, thread};

    #[test]
    fn nobody_gets_more_than_there_are_and_the_next_waits_for_what_is_returned() {
        let all = OpenFiles::reserve(usize::MAX);
        assert_eq!(all.count(), *ALL);
        let (sender, served) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| sender.send(OpenFiles::reserve(1).count()));
            assert!(served.try_recv().is_err());
            drop(all);
            assert_eq!(served.recv_timeout(DEADLINE), Ok(1));
        });
        assert_eq!(*lock(&FREE), *ALL);
    }
}
