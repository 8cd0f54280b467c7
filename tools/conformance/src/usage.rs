//! What a server uses, with all the processes that it consists of.

use crate::{connection::time_left, failure::Failure, trial::Trial};
use std::fmt::{self, Display, Formatter};
use support::{ProcessStatistics, count_descriptors, poll_until, processes_of_group};

/// How many descriptors and threads a server may add for itself. A leak adds one for each of many clients.
const OWN: u64 = 4;

/// How many bytes of memory it may add: a garbage collector lets some garbage lie.
const OWN_MEMORY: u64 = 48 << 20;

/// Of all processes of a process group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    pub(crate) descriptors: u64,
    threads: u64,
    /// Resident memory in bytes.
    memory: u64,
}

impl Usage {
    /// `None` where the system does not tell (it is not Linux), or nothing of the group is left.
    pub(crate) fn of_group(group: u32) -> Option<Self> {
        // One that has ended meanwhile uses nothing.
        processes_of_group(group).filter_map(Self::of).reduce(Self::add)
    }

    fn of(process: u32) -> Option<Self> {
        let descriptors = count_descriptors(process)?;
        let ProcessStatistics { memory, threads, .. } = ProcessStatistics::of(process)?;
        Some(Self { descriptors, threads: threads.unwrap_or_default(), memory })
    }

    fn add(self, other: Self) -> Self {
        Self {
            descriptors: self.descriptors + other.descriptors,
            threads: self.threads + other.threads,
            memory: self.memory + other.memory,
        }
    }

    /// Whether it is more than before by more than a server may need for itself.
    pub(crate) fn has_grown_since(self, before: Self) -> bool {
        self.descriptors > before.descriptors + OWN
            || self.threads > before.threads + OWN
            || self.memory > before.memory + OWN_MEMORY
    }
}

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

impl Display for Usage {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Self { descriptors, threads, memory } = self;
        write!(out, "{descriptors} descriptors, {threads} threads and {} MiB of memory", memory >> 20)
    }
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usage_of_a_group_is_that_of_its_processes() {
        let own = rustix::process::getpgrp().as_raw_nonzero().get().cast_unsigned();
        let own = Usage::of_group(own).unwrap();
        assert!(own.descriptors > 0 && own.threads > 0 && own.memory > 0);
        assert_eq!(Usage::of_group(u32::MAX), None);
    }

    #[test]
    fn a_few_descriptors_are_the_servers_own_and_more_is_growth() {
        let before = Usage { descriptors: 10, threads: 3, memory: 20 << 20 };
        assert!(!Usage { descriptors: 14, threads: 7, memory: 60 << 20 }.has_grown_since(before));
        for after in [
            Usage { descriptors: 15, ..before },
            Usage { threads: 8, ..before },
            Usage { memory: 100 << 20, ..before },
        ] {
            assert!(after.has_grown_since(before), "{after}");
        }
    }
}
