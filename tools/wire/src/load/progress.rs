//! A line on the terminal that says each second how far a load has come.

use super::tally::Tally;
use crate::number::grouped;
use std::{
    io::{self, IsTerminal as _, Write as _},
    time::{Duration, Instant},
};

const EACH: Duration = Duration::from_secs(1);

/// Back to the beginning of the line, which is emptied (ECMA-48, EL).
const AFRESH: &str = "\r\x1b[K";

/// The line, if there is a terminal to show it on.
pub(crate) struct Progress {
    start: Instant,
    next: Option<Instant>,
    before: u64,
}

impl Progress {
    /// Begins now; on standard error, and only if that is a terminal.
    pub(crate) fn new() -> Self {
        let start = Instant::now();
        Self { start, next: io::stderr().is_terminal().then(|| start + EACH), before: 0 }
    }

    /// When there is something to show again.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.next
    }

    /// Shows how far it is, if it is time.
    pub(crate) fn show(&mut self, now: Instant, tally: &Tally) {
        if self.next.is_some_and(|next| next <= now) {
            let line = line(now - self.start, tally, tally.replies - self.before);
            write(&format!("{AFRESH}{line}"));
            self.before = tally.replies;
            self.next = Some(now + EACH);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.next.is_some() {
            write(AFRESH);
        }
    }
}

fn line(time: Duration, tally: &Tally, latest: u64) -> String {
    let (latest, wrong, lost) = (grouped(latest), grouped(tally.wrong), grouped(tally.lost));
    format!("{:4} s · {latest} replies in the last second · {wrong} wrong · {lost} lost", time.as_secs())
}

/// Nothing is lost if nobody can see it.
fn write(text: &str) {
    let mut out = anstream::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_tells_the_time_the_latest_replies_and_the_faults() {
        let mut tally = Tally::new().unwrap();
        (tally.wrong, tally.lost) = (1, 2000);
        assert_eq!(
            line(Duration::from_millis(3400), &tally, 123_456),
            "   3 s · 123,456 replies in the last second · 1 wrong · 2,000 lost"
        );
    }
}
