//! The counters of the report.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counter {
    Sessions,
    Replies,
    Rejected,
    TooSlow,
    Resets,
    Disconnects,
    Floods,
    EndlessLines,
    ByteByByte,
    Silent,
    HalfCloses,
    LongLines,
    InvalidUtf8,
    Bursts,
    AcceptFailures,
    Restarts,
    AnsweredAfterSigterm,
    Exits,
    /// In milliseconds, the longest.
    LongestShutdown,
}

/// What the report calls them.
pub(crate) const COUNTERS: [(Counter, &str); 19] = [
    (Counter::Sessions, "healthy sessions"),
    (Counter::Replies, "replies, each checked"),
    (Counter::Rejected, "rejected, server full"),
    (Counter::TooSlow, "closed, as we were slow"),
    (Counter::Resets, "resets"),
    (Counter::Disconnects, "disconnected in mid-line"),
    (Counter::Floods, "floods, nothing read"),
    (Counter::EndlessLines, "megabytes without a line end"),
    (Counter::ByteByByte, "sent byte by byte"),
    (Counter::Silent, "silent clients"),
    (Counter::HalfCloses, "half-closes"),
    (Counter::LongLines, "lines too long"),
    (Counter::InvalidUtf8, "lines not UTF-8"),
    (Counter::Bursts, "connection bursts"),
    (Counter::AcceptFailures, "times out of descriptors"),
    (Counter::Restarts, "restarts under load"),
    (Counter::AnsweredAfterSigterm, "answered after SIGTERM"),
    (Counter::Exits, "exits with code 0"),
    (Counter::LongestShutdown, "longest shutdown, ms"),
];

/// The counters of one model.
#[derive(Default)]
pub(crate) struct Counters([AtomicU64; COUNTERS.len()]);

impl Counters {
    pub(crate) fn add(&self, counter: Counter, number: u64) {
        self.0[counter as usize].fetch_add(number, Ordering::Relaxed);
    }

    /// A server has exited as it should, this long after SIGTERM.
    pub(crate) fn exited(&self, time: Duration) {
        self.add(Counter::Exits, 1);
        let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        self.0[Counter::LongestShutdown as usize].fetch_max(milliseconds, Ordering::Relaxed);
    }

    pub(crate) fn get(&self, counter: Counter) -> u64 {
        self.0[counter as usize].load(Ordering::Relaxed)
    }

    /// All faults of clients.
    pub(crate) fn faults(&self) -> u64 {
        COUNTERS[Counter::Resets as usize..=Counter::Bursts as usize]
            .iter()
            .map(|(counter, _)| self.get(*counter))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_counter_is_in_its_own_row() {
        for (row, (counter, _)) in COUNTERS.iter().enumerate() {
            assert_eq!(*counter as usize, row);
        }
    }
}
