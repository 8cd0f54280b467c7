//! What a server uses, with all the processes that it consists of.

use crate::{failure::Failure, trial::Trial};
use support::{Usage, poll_until, time_left};

/// What a server may add for itself. A leak adds a descriptor or a thread for each of many clients; a garbage collector lets
/// some garbage lie.
pub(crate) const OWN: Usage = Usage { descriptors: 4, threads: 4, memory: 48 << 20 };

impl Trial<'_> {
    /// What the server uses now.
    pub(crate) fn usage(&self) -> Result<Usage, Failure> {
        let usage = self.server.process().and_then(Usage::of_group);
        usage.ok_or_else(|| {
            Failure::impossible("since /proc shows what a server uses that was started here, on Linux")
        })
    }

    /// Waits until the server uses no more than it may; what it uses, if it still has grown when the time is over.
    pub(crate) fn growth(&self, has_grown: impl Fn(&Usage) -> bool) -> Option<Usage> {
        let mut grown = None;
        poll_until(time_left(self.deadline), || {
            grown = self.usage().ok().filter(&has_grown);
            grown.is_none()
        });
        grown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_descriptors_are_the_servers_own_and_more_is_growth() {
        let before = Usage { descriptors: 10, threads: 3, memory: 20 << 20 };
        assert!(!Usage { descriptors: 14, threads: 7, memory: 60 << 20 }.exceeds(before + OWN));
        for after in [
            Usage { descriptors: 15, ..before },
            Usage { threads: 8, ..before },
            Usage { memory: 100 << 20, ..before },
        ] {
            assert!(after.exceeds(before + OWN), "{after}");
        }
    }
}
