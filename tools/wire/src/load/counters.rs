//! What is counted while clients ask.

use crate::transcript::Excerpt;
use hdrhistogram::Histogram;
use std::time::Instant;
use support::escape;

/// The longest latency that is distinguished from longer ones: ten minutes, in nanoseconds.
const LONGEST: u64 = 600_000_000_000;

/// How many significant digits a latency keeps.
const DIGITS: u8 = 3;

/// The beginning of the line with which a full server rejects a client (`concurrency`, its `--max-clients`).
const BUSY: &[u8] = b"busy: ";

/// The replies, the faults, and how long the right replies took, in nanoseconds.
pub(crate) struct Counters {
    pub(crate) latencies: Histogram<u64>,
    pub(crate) replies: u64,
    pub(crate) wrong: u64,
    pub(crate) first_wrong: Option<Wrong>,
    pub(crate) refused: u64,
    pub(crate) lost: u64,
    pub(crate) first_lost: Option<String>,
    /// When the last reply was received.
    pub(crate) last: Option<Instant>,
}

/// A reply that was not as expected, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The request; nothing if a line was received before one was sent.
    pub request: Option<String>,
    /// The right reply.
    pub expected: String,
    /// What was received.
    pub got: String,
}

impl Counters {
    pub(crate) fn new() -> anyhow::Result<Self> {
        Ok(Self {
            latencies: Histogram::new_with_bounds(1, LONGEST, DIGITS)?,
            replies: 0,
            wrong: 0,
            first_wrong: None,
            refused: 0,
            lost: 0,
            first_lost: None,
            last: None,
        })
    }

    /// Counts a right reply to a request that has waited since then.
    pub(crate) fn right(&mut self, since: Instant, now: Instant) {
        self.replies += 1;
        self.last = Some(now);
        let latency = now.saturating_duration_since(since).as_nanos();
        self.latencies.saturating_record(u64::try_from(latency).unwrap_or(LONGEST));
    }

    /// Counts the first line of a connection if it says that the server is busy; whether it does.
    pub(crate) fn busy(&mut self, line: &[u8]) -> bool {
        let is_busy = line.starts_with(BUSY);
        self.refused += u64::from(is_busy);
        is_busy
    }

    /// Counts a line that was not expected.
    pub(crate) fn unexpected(&mut self, request: Option<&[u8]>, expected: &[u8], got: &[u8], now: Instant) {
        self.replies += 1;
        self.wrong += 1;
        self.last = Some(now);
        self.first_wrong.get_or_insert_with(|| Wrong {
            request: request.map(escape),
            expected: escape(expected),
            got: {
                let mut excerpt = Excerpt::default();
                excerpt.add(got);
                excerpt.to_string()
            },
        });
    }

    pub(crate) fn lost(&mut self, why: impl FnOnce() -> String) {
        self.lost += 1;
        self.first_lost.get_or_insert_with(why);
    }
}
