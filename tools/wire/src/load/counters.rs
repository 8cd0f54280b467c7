//! What is counted while clients send requests, and the progress line that shows it.

use crate::transcript::Excerpt;
use hdrhistogram::Histogram;
use std::time::{Duration, Instant};
use support::{ProgressLine, escape, group_digits};

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

/// How often the progress line changes.
const PROGRESS_INTERVAL: Duration = Duration::from_secs(1);

/// The progress line of a load, which says each second how far it is.
pub(crate) struct Progress {
    line: ProgressLine,
    start: Instant,
    next: Option<Instant>,
    before: u64,
}

impl Progress {
    /// Begins now; on standard error, and only if that is a terminal.
    pub(crate) fn new() -> Self {
        let (line, start) = (ProgressLine::on_terminal(), Instant::now());
        let next = line.is_visible().then(|| start + PROGRESS_INTERVAL);
        Self { line, start, next, before: 0 }
    }

    /// When there is something to show again.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.next
    }

    /// Shows how far it is, if it is time.
    pub(crate) fn show(&mut self, now: Instant, counters: &Counters) {
        if self.next.is_some_and(|next| next <= now) {
            self.line.show(progress_line(now - self.start, counters, counters.replies - self.before));
            self.before = counters.replies;
            self.next = Some(now + PROGRESS_INTERVAL);
        }
    }
}

fn progress_line(time: Duration, counters: &Counters, latest: u64) -> String {
    let (latest, wrong, lost) =
        (group_digits(latest), group_digits(counters.wrong), group_digits(counters.lost));
    format!("{:4} s · {latest} replies in the last second · {wrong} wrong · {lost} lost", time.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_tells_the_time_the_latest_replies_and_the_faults() {
        let mut counters = Counters::new().unwrap();
        (counters.wrong, counters.lost) = (1, 2000);
        assert_eq!(
            progress_line(Duration::from_millis(3400), &counters, 123_456),
            "   3 s · 123,456 replies in the last second · 1 wrong · 2,000 lost"
        );
    }
}
