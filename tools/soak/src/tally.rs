//! What was done and seen, counted by whoever does and sees it.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Count {
    Conversations,
    Replies,
    TurnedAway,
    Late,
    Resets,
    Vanished,
    Floods,
    EndlessLines,
    Drips,
    Silences,
    HalfCloses,
    LongLines,
    Mumbles,
    Storms,
    Shortages,
    Restarts,
    Farewells,
    Ends,
    /// In milliseconds, the longest.
    LongestEnd,
}

/// How each is called in the report.
pub(crate) const COUNTS: [(Count, &str); 19] = [
    (Count::Conversations, "healthy conversations"),
    (Count::Replies, "replies, each checked"),
    (Count::TurnedAway, "turned away, server full"),
    (Count::Late, "closed, as we were slow"),
    (Count::Resets, "resets"),
    (Count::Vanished, "vanished in mid-line"),
    (Count::Floods, "floods, nothing read"),
    (Count::EndlessLines, "megabytes without an end"),
    (Count::Drips, "drips"),
    (Count::Silences, "silences"),
    (Count::HalfCloses, "half-closes"),
    (Count::LongLines, "lines too long"),
    (Count::Mumbles, "lines not UTF-8"),
    (Count::Storms, "storms on a full server"),
    (Count::Shortages, "times out of descriptors"),
    (Count::Restarts, "restarts under load"),
    (Count::Farewells, "answered after SIGTERM"),
    (Count::Ends, "ends with exit code 0"),
    (Count::LongestEnd, "longest end, ms"),
];

/// The counts of one model.
#[derive(Default)]
pub(crate) struct Tally([AtomicU64; COUNTS.len()]);

impl Tally {
    pub(crate) fn add(&self, count: Count, number: u64) {
        self.0[count as usize].fetch_add(number, Ordering::Relaxed);
    }

    /// A server has ended as it should, and so long after it was told to.
    pub(crate) fn ended(&self, time: Duration) {
        self.add(Count::Ends, 1);
        let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        self.0[Count::LongestEnd as usize].fetch_max(milliseconds, Ordering::Relaxed);
    }

    pub(crate) fn get(&self, count: Count) -> u64 {
        self.0[count as usize].load(Ordering::Relaxed)
    }

    /// All that was done on purpose to trouble the server.
    pub(crate) fn faults(&self) -> u64 {
        COUNTS[Count::Resets as usize..=Count::Storms as usize]
            .iter()
            .map(|(count, _)| self.get(*count))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_is_in_its_own_row() {
        for (row, (count, _)) in COUNTS.iter().enumerate() {
            assert_eq!(*count as usize, row);
        }
    }
}
