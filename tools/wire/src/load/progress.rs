//! A line on the terminal that says each second how far a load has come.

use super::counters::Counters;
use std::time::{Duration, Instant};
use support::{ProgressLine, group_digits};

const EACH: Duration = Duration::from_secs(1);

/// The line, if there is a terminal to show it on.
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
        let next = line.is_visible().then(|| start + EACH);
        Self { line, start, next, before: 0 }
    }

    /// When there is something to show again.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.next
    }

    /// Shows how far it is, if it is time.
    pub(crate) fn show(&mut self, now: Instant, counters: &Counters) {
        if self.next.is_some_and(|next| next <= now) {
            self.line.show(line(now - self.start, counters, counters.replies - self.before));
            self.before = counters.replies;
            self.next = Some(now + EACH);
        }
    }
}

fn line(time: Duration, counters: &Counters, latest: u64) -> String {
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
            line(Duration::from_millis(3400), &counters, 123_456),
            "   3 s · 123,456 replies in the last second · 1 wrong · 2,000 lost"
        );
    }
}
