//! A load from beginning to end: connect, send requests until the time is over, wait for the last reply, report.

use super::{
    arguments::Arguments,
    client::{Client, State},
    clients::Clients,
    counters::Progress,
    pace::Pace,
    report::{Latency, Report, seconds},
    stop::Stopper,
};
use anyhow::Context as _;
use std::{
    io::Write,
    thread,
    time::{Duration, Instant},
};
use support::{group_digits, raise_fd_limit};

/// The system's waits are in milliseconds; for less it is asked without waiting.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

/// A load that is ready to run.
pub struct Load<'a> {
    arguments: &'a Arguments,
    clients: Clients,
    stopper: Stopper,
}

/// Runs a load until its time is over or Ctrl+C, and writes the report.
///
/// # Errors
///
/// When there is no connection to be had, or no room for so many, or when not every reply came and was right.
pub fn run(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<()> {
    let load = Load::new(arguments)?;
    load.stopper().stop_on_signals()?;
    let report = load.run()?;
    let text = if arguments.json { serde_json::to_string(&report)? + "\n" } else { report.to_string() };
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("could not write the report")?;
    report.faults().map_or(Ok(()), |faults| Err(anyhow::Error::msg(faults)))
}

impl<'a> Load<'a> {
    /// Prepares everything but does not connect yet.
    ///
    /// # Errors
    ///
    /// When the system has no room for so many clients.
    pub fn new(arguments: &'a Arguments) -> anyhow::Result<Self> {
        raise_limit_for(arguments.clients)?;
        let (clients, stopper) = Clients::new(arguments)?;
        Ok(Self { arguments, clients, stopper })
    }

    /// What ends it early.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }

    /// Connects the clients, lets them send requests, and reports the results.
    ///
    /// # Errors
    ///
    /// When there is no connection to be had. Whatever else goes wrong is in the report.
    pub fn run(mut self) -> anyhow::Result<Report> {
        let before = processor_time();
        self.clients.connect(self.arguments, &self.stopper)?;
        let connecting = self.clients.start.elapsed();
        if !self.arguments.once {
            self.clients.start = Instant::now();
        }
        self.send_all()?;
        let cost = before.zip(processor_time()).map(|(before, now)| now.saturating_sub(before));
        Ok(self.report(connecting, cost))
    }

    /// Lets the clients send requests until the time is over and the last reply is there.
    fn send_all(&mut self) -> anyhow::Result<()> {
        let mut progress = Progress::new();
        self.clients.sending = true;
        (0..self.clients.all.len()).for_each(|number| self.clients.send_requests(number));
        let time = if self.arguments.once { Duration::ZERO } else { self.arguments.seconds };
        let mut end = Instant::now() + time;
        loop {
            let now = Instant::now();
            progress.show(now, &self.clients.counters);
            self.send_due(now);
            if self.clients.sending && self.stopper.is_stopped() {
                end = now;
                self.clients.sending = false;
            }
            let over = self.is_over(now, end);
            if over && self.clients.is_quiet()
                || now >= end + self.arguments.timeout
                || self.clients.alive() == 0
            {
                return Ok(());
            }
            let until = if over { end + self.arguments.timeout } else { end };
            self.wait(now, until, progress.next())?;
        }
    }

    /// Whether nothing more will become due. Clients in a closed loop stop then.
    fn is_over(&mut self, now: Instant, end: Instant) -> bool {
        let over = now >= end;
        if over && matches!(self.clients.pace, Pace::Closed) {
            self.clients.sending = false;
        }
        over
    }

    /// In an open loop: lets the clients send what has become due.
    fn send_due(&mut self, now: Instant) {
        let Pace::Open(schedule) = self.clients.pace else { return };
        if !self.clients.sending {
            return;
        }
        let before = self.clients.due;
        self.clients.due = schedule.due(now - self.clients.start);
        let last = before + u64::from(self.arguments.clients);
        for request in before..self.clients.due.min(last) {
            let number = schedule.client(request);
            if number < self.clients.all.len() {
                self.clients.send_requests(number);
            }
        }
    }

    /// Handles events until then at most, or until the next request is due or progress to be shown.
    fn wait(&mut self, now: Instant, until: Instant, progress: Option<Instant>) -> anyhow::Result<()> {
        let until = progress.map_or(until, |next| next.min(until));
        let due = self.next_due().map_or(until, |due| due.min(until));
        let timeout = due.saturating_duration_since(now);
        if due < until && timeout < SHORTEST_WAIT {
            thread::yield_now();
            return self.clients.serve(Duration::ZERO);
        }
        // In whole milliseconds, because the system would round a fraction up, and be late.
        let millis = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX).max(1);
        self.clients.serve(Duration::from_millis(millis))
    }

    fn next_due(&self) -> Option<Instant> {
        match self.clients.pace {
            Pace::Open(schedule) if self.clients.sending => {
                schedule.next(self.clients.due).and_then(|after| self.clients.start.checked_add(after))
            }
            _ => None,
        }
    }

    fn report(self, connecting: Duration, cost: Option<Duration>) -> Report {
        let interrupted = self.stopper.is_stopped();
        let unanswered = self.unanswered(interrupted);
        let Self { arguments, clients, .. } = self;
        let counters = clients.counters;
        let asking = counters.last.map_or(Duration::ZERO, |last| last - clients.start);
        let all = counters.latencies.len() == u64::from(arguments.clients);
        Report {
            address: arguments.endpoint.to_string(),
            clients: arguments.clients,
            pipeline: arguments.pipeline,
            rate: arguments.rate,
            once: arguments.once,
            connected: clients.connected,
            connect_seconds: seconds(connecting),
            served_seconds: (arguments.once && all).then(|| seconds(asking)),
            seconds: seconds(asking),
            replies: counters.replies,
            replies_per_second: rate(counters.replies, asking),
            wrong: counters.wrong,
            refused: counters.refused,
            lost: counters.lost,
            unanswered,
            latency_us: Latency::of(&counters.latencies),
            cpu_seconds: cost.map(seconds),
            interrupted,
            first_wrong: counters.first_wrong,
            first_lost: counters.first_lost,
            unconnected: clients.unconnected,
            latencies: counters.latencies,
        }
    }

    /// How many requests got no reply: those under way, and those that were due, unless the load was ended before they
    /// could be sent. A client that was refused is counted as such.
    fn unanswered(&self, interrupted: bool) -> u64 {
        let clients = &self.clients;
        let of = |(number, client): (usize, &Client)| {
            let behind = if interrupted { 0 } else { clients.behind(number) };
            client.waiting() as u64 + behind
        };
        let counted =
            |(_, client): &(usize, &Client)| !matches!(client.state, State::Refused | State::Connecting);
        clients.all.iter().enumerate().filter(counted).map(of).sum()
    }
}

#[expect(clippy::cast_precision_loss, reason = "no run has so many replies")]
fn rate(replies: u64, time: Duration) -> f64 {
    if time.is_zero() { 0.0 } else { (replies as f64 / time.as_secs_f64()).round() }
}

/// What a program has open besides its connections: the three standard streams, and what waits for events.
const OTHER_FILES: u64 = 16;

/// Raises this program's own limit of open files as far as the system lets it, and looks whether so many clients fit.
fn raise_limit_for(clients: u32) -> anyhow::Result<()> {
    let needed = u64::from(clients) + OTHER_FILES;
    // Where there is no such limit (Windows), or it is not told, connecting will say what is wrong.
    match raise_fd_limit() {
        Some(limit) if limit < needed => Err(anyhow::anyhow!(
            "{} clients need {} open files, but the system lets wire have {} (ulimit -Hn): raise that limit, \
             or let --clients be at most {}",
            group_digits(u64::from(clients)),
            group_digits(needed),
            group_digits(limit),
            limit.saturating_sub(OTHER_FILES)
        )),
        _ => Ok(()),
    }
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
