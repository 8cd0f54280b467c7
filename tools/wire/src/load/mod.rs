//! `wire load`: many clients that send requests at once and check every reply, and how long the replies took.
//!
//! One thread runs all clients in an event loop: one read and one write for each event, and nothing allocated once it
//! runs. So what is measured is the server, as long as a processor is left for both.

mod arguments;
mod client;
mod clients;
mod report;
mod requests;

pub use arguments::Arguments;
pub use clients::Load;
pub use report::{Latency, Report};

use anyhow::Context as _;
use client::State;
use std::{
    io::Write,
    process,
    sync::atomic::Ordering,
    thread,
    time::{Duration, Instant},
};
use support::{INTERRUPTED, ProgressLine, group_digits};

/// The system's waits are in milliseconds; for less it is asked without waiting.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

/// Runs a load until its time is over or Ctrl+C, and writes the report.
///
/// # Errors
///
/// When there is no connection to be had, or no room for so many, or when not every reply came and was right.
pub fn run(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<()> {
    let load = Load::new(arguments)?;
    let stop = load.stopper();
    let interrupt = move || {
        if stop.swap(true, Ordering::Relaxed) {
            process::exit(INTERRUPTED);
        }
    };
    ctrlc::set_handler(interrupt).context("could not take over Ctrl+C")?;
    let report = load.run(ProgressLine::on_terminal())?;
    let text = if arguments.json { serde_json::to_string(&report)? + "\n" } else { report.to_string() };
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("could not write the report")?;
    report.faults().map_or(Ok(()), |faults| Err(anyhow::Error::msg(faults)))
}

impl Load<'_> {
    /// Connects the clients, lets them send requests, and reports the results. The progress line says each second how far it is.
    ///
    /// # Errors
    ///
    /// When there is no connection to be had. Whatever else goes wrong is in the report.
    pub fn run(mut self, progress: ProgressLine) -> anyhow::Result<Report> {
        let before = processor_time();
        self.connect()?;
        let connecting = self.start.elapsed();
        if !self.arguments.once {
            self.start = Instant::now();
        }
        self.send_all(Progress { line: progress, start: Instant::now(), shown: (0, 0) })?;
        let cost = before.zip(processor_time()).map(|(before, now)| now.saturating_sub(before));
        Ok(self.report(connecting, cost))
    }

    /// Lets the clients send requests until the time is over and the last reply is there.
    fn send_all(&mut self, mut progress: Progress) -> anyhow::Result<()> {
        self.sending = true;
        (0..self.clients.len()).for_each(|number| self.send_requests(number));
        let time = if self.arguments.once { Duration::ZERO } else { self.arguments.seconds };
        let mut end = Instant::now() + time;
        loop {
            let now = Instant::now();
            progress.show(now, &self.shared.report);
            self.send_due(now);
            if self.sending && self.is_stopped() {
                end = now;
                self.sending = false;
            }
            let (over, last) = (now >= end, end + self.arguments.timeout);
            // In an open loop, what is due and was not sent in time is sent now.
            self.sending &= !over || self.schedule.is_some();
            if over && self.is_quiet() || now >= last || self.alive() == 0 {
                return Ok(());
            }
            let until = if over { last } else { end };
            self.wait(now, until)?;
        }
    }

    /// In an open loop: lets the clients send what has become due.
    fn send_due(&mut self, now: Instant) {
        let Some(schedule) = self.schedule.filter(|_| self.sending) else { return };
        let before = self.due;
        self.due = schedule.due(now - self.start);
        let last = before + u64::from(self.arguments.clients);
        for request in before..self.due.min(last) {
            let number = schedule.client(request);
            if number < self.clients.len() {
                self.send_requests(number);
            }
        }
    }

    /// Handles events until then at most, or until the next request is due.
    fn wait(&mut self, now: Instant, until: Instant) -> anyhow::Result<()> {
        let due = self.next_due().map_or(until, |due| due.min(until));
        let timeout = due.saturating_duration_since(now);
        if due < until && timeout < SHORTEST_WAIT {
            thread::yield_now();
            return self.serve(Duration::ZERO);
        }
        // In whole milliseconds, because the system would round a fraction up, and be late.
        let millis = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX).max(1);
        self.serve(Duration::from_millis(millis))
    }

    fn next_due(&self) -> Option<Instant> {
        let after = self.schedule.filter(|_| self.sending)?.next(self.due)?;
        self.start.checked_add(after)
    }

    fn report(self, connecting: Duration, cost: Option<Duration>) -> Report {
        let interrupted = self.is_stopped();
        let unanswered = self.unanswered(interrupted);
        let (report, latencies) = (self.shared.report, self.shared.latencies);
        let asking = report.last.map_or(Duration::ZERO, |last| last - self.start);
        let all = latencies.len() == u64::from(report.clients);
        Report {
            connect_seconds: seconds(connecting),
            served_seconds: (report.once && all).then(|| seconds(asking)),
            seconds: seconds(asking),
            replies_per_second: rate(report.replies, asking),
            unanswered,
            latency_us: Latency::of(&latencies),
            latencies: Some(latencies),
            cpu_seconds: cost.map(seconds),
            interrupted,
            ..report
        }
    }

    /// How many requests got no reply: those under way, and those that were due, unless the load was ended before they
    /// could be sent. A client that was refused is counted as such.
    fn unanswered(&self, interrupted: bool) -> u64 {
        let clients = self.clients.iter().enumerate();
        let counted =
            clients.filter(|(_, client)| !matches!(client.state, State::Refused | State::Connecting));
        let behind = |number| if interrupted { 0 } else { self.behind(number) };
        counted.map(|(number, client)| client.waiting.len() as u64 + behind(number)).sum()
    }
}

/// A duration in seconds, to the microsecond.
fn seconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e6
}

#[expect(clippy::cast_precision_loss, reason = "no run has so many replies")]
fn rate(replies: u64, time: Duration) -> f64 {
    if time.is_zero() { 0.0 } else { (replies as f64 / time.as_secs_f64()).round() }
}

/// How long a processor has worked for this process so far.
#[cfg(unix)]
fn processor_time() -> Option<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::try_from(time).ok()
}

/// How long a processor has worked for this process so far: not counted here.
#[cfg(not(unix))]
fn processor_time() -> Option<Duration> {
    None
}

/// The progress line of a load, which says each second how far it is.
struct Progress {
    line: ProgressLine,
    start: Instant,
    /// The last second that was shown, and the replies until then.
    shown: (u64, u64),
}

impl Progress {
    /// Shows how far it is, if it is time.
    fn show(&mut self, now: Instant, report: &Report) {
        let (time, (second, before)) = (now - self.start, self.shown);
        if time.as_secs() > second {
            self.line.show(progress_line(time, report, report.replies - before));
            self.shown = (time.as_secs(), report.replies);
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
