//! What is counted while clients send requests, and the progress line that shows it.

use super::report::Report;
use crate::transcript::shown;
use std::time::{Duration, Instant};
use support::{Excerpt, ProgressLine, escape, group_digits};

/// The beginning of the line with which a full server rejects a client (`concurrency`, its `--max-clients`).
const BUSY: &[u8] = b"busy: ";

impl Report {
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
        if self.first_wrong.is_empty() {
            let asked = |request| format!("first: asked  {}", escape(request));
            self.first_wrong = vec![
                request.map_or("first: nothing was asked".to_owned(), asked),
                format!("     expected {}", escape(expected)),
                format!("          got {}", shown(&Excerpt::of(got))),
            ];
        }
    }

    pub(crate) fn count_lost(&mut self, why: impl FnOnce() -> String) {
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
    /// When there is something to show again.
    pub(crate) next: Instant,
    before: u64,
}

impl Progress {
    /// Begins now.
    pub(crate) fn new(line: ProgressLine) -> Self {
        let start = Instant::now();
        Self { line, start, next: start + PROGRESS_INTERVAL, before: 0 }
    }

    /// Shows how far it is, if it is time.
    pub(crate) fn show(&mut self, now: Instant, report: &Report) {
        if self.next <= now {
            self.line.show(progress_line(now - self.start, report, report.replies - self.before));
            self.before = report.replies;
            self.next = now + PROGRESS_INTERVAL;
        }
    }
}

fn progress_line(time: Duration, report: &Report, latest: u64) -> String {
    let (latest, wrong, lost) = (group_digits(latest), group_digits(report.wrong), group_digits(report.lost));
    format!("{:4} s · {latest} replies in the last second · {wrong} wrong · {lost} lost", time.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_tells_the_time_the_latest_replies_and_the_faults() {
        let report = Report { wrong: 1, lost: 2000, ..Report::default() };
        assert_eq!(
            progress_line(Duration::from_millis(3400), &report, 123_456),
            "   3 s · 123,456 replies in the last second · 1 wrong · 2,000 lost"
        );
    }
}
