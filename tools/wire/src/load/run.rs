//! A load from beginning to end: connect, ask until the time is over, wait for the last reply, report.

use super::{
    arguments::Arguments,
    client::{Client, State},
    cost,
    crowd::Crowd,
    pace::Pace,
    progress::Progress,
    report::{Latency, Report, seconds},
    stop::Stopper,
};
use anyhow::Context as _;
use std::{
    io::Write,
    thread,
    time::{Duration, Instant},
};

/// The system's waits are in milliseconds; for less it is asked without waiting.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

/// A load that is ready to run.
pub struct Load<'a> {
    arguments: &'a Arguments,
    crowd: Crowd,
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
    /// Makes everything ready but connects nowhere yet.
    ///
    /// # Errors
    ///
    /// When the system has no room for so many clients.
    pub fn new(arguments: &'a Arguments) -> anyhow::Result<Self> {
        cost::make_room(arguments.clients)?;
        let (crowd, stopper) = Crowd::new(arguments)?;
        Ok(Self { arguments, crowd, stopper })
    }

    /// What ends it early.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }

    /// Connects the clients, has them ask, and says what came of it.
    ///
    /// # Errors
    ///
    /// When there is no connection to be had. Whatever else goes wrong is in the report.
    pub fn run(mut self) -> anyhow::Result<Report> {
        let before = cost::processor_time();
        self.crowd.connect(self.arguments, &self.stopper)?;
        let connecting = self.crowd.start.elapsed();
        if !self.arguments.once {
            self.crowd.start = Instant::now();
        }
        self.ask()?;
        let cost = before.zip(cost::processor_time()).map(|(before, now)| now.saturating_sub(before));
        Ok(self.report(connecting, cost))
    }

    /// Has the clients ask until the time is over and the last reply is there.
    fn ask(&mut self) -> anyhow::Result<()> {
        let mut progress = Progress::new();
        self.crowd.asking = true;
        (0..self.crowd.clients.len()).for_each(|number| self.crowd.ask(number));
        let time = if self.arguments.once { Duration::ZERO } else { self.arguments.seconds };
        let mut end = Instant::now() + time;
        loop {
            let now = Instant::now();
            progress.show(now, &self.crowd.tally);
            self.hand_out(now);
            if self.crowd.asking && self.stopper.is_stopped() {
                end = now;
                self.crowd.asking = false;
            }
            let over = self.is_over(now, end);
            if over && self.crowd.is_quiet() || now >= end + self.arguments.timeout || self.crowd.alive() == 0
            {
                return Ok(());
            }
            let until = if over { end + self.arguments.timeout } else { end };
            self.wait(now, until, progress.next())?;
        }
    }

    /// Whether nothing more will become due. Clients in a closed loop have to be told so.
    fn is_over(&mut self, now: Instant, end: Instant) -> bool {
        let over = now >= end;
        if over && matches!(self.crowd.pace, Pace::Closed) {
            self.crowd.asking = false;
        }
        over
    }

    /// In an open loop: has the clients ask what has become due.
    fn hand_out(&mut self, now: Instant) {
        let Pace::Open(schedule) = self.crowd.pace else { return };
        if !self.crowd.asking {
            return;
        }
        let before = self.crowd.due;
        self.crowd.due = schedule.due(now - self.crowd.start);
        let turn = before + u64::from(self.arguments.clients);
        for request in before..self.crowd.due.min(turn) {
            let number = schedule.client(request);
            if number < self.crowd.clients.len() {
                self.crowd.ask(number);
            }
        }
    }

    /// Serves the clients until then at most, or until the next request is due or progress to be shown.
    fn wait(&mut self, now: Instant, until: Instant, progress: Option<Instant>) -> anyhow::Result<()> {
        let until = progress.map_or(until, |next| next.min(until));
        let due = self.next_due().map_or(until, |due| due.min(until));
        let patience = due.saturating_duration_since(now);
        if due < until && patience < SHORTEST_WAIT {
            thread::yield_now();
            return self.crowd.turn(Duration::ZERO);
        }
        // In whole milliseconds, because the system would round a fraction up, and be late.
        let millis = u64::try_from(patience.as_millis()).unwrap_or(u64::MAX).max(1);
        self.crowd.turn(Duration::from_millis(millis))
    }

    fn next_due(&self) -> Option<Instant> {
        match self.crowd.pace {
            Pace::Open(schedule) if self.crowd.asking => {
                schedule.next(self.crowd.due).and_then(|after| self.crowd.start.checked_add(after))
            }
            _ => None,
        }
    }

    fn report(self, connecting: Duration, cost: Option<Duration>) -> Report {
        let interrupted = self.stopper.is_stopped();
        let unanswered = self.unanswered(interrupted);
        let Self { arguments, crowd, .. } = self;
        let tally = crowd.tally;
        let asking = tally.last.map_or(Duration::ZERO, |last| last - crowd.start);
        let all = tally.latencies.len() == u64::from(arguments.clients);
        Report {
            address: arguments.endpoint.to_string(),
            clients: arguments.clients,
            pipeline: arguments.pipeline,
            rate: arguments.rate,
            once: arguments.once,
            connected: crowd.connected,
            connect_seconds: seconds(connecting),
            served_seconds: (arguments.once && all).then(|| seconds(asking)),
            seconds: seconds(asking),
            replies: tally.replies,
            replies_per_second: rate(tally.replies, asking),
            wrong: tally.wrong,
            refused: tally.refused,
            lost: tally.lost,
            unanswered,
            latency_us: Latency::of(&tally.latencies),
            cpu_seconds: cost.map(seconds),
            interrupted,
            first_wrong: tally.first_wrong,
            first_lost: tally.first_lost,
            unconnected: crowd.unconnected,
            latencies: tally.latencies,
        }
    }

    /// How many requests got no reply: those under way, and those that were due, unless the load was ended before they
    /// could be sent. A client that was refused is counted as such.
    fn unanswered(&self, interrupted: bool) -> u64 {
        let crowd = &self.crowd;
        let of = |(number, client): (usize, &Client)| {
            let behind = if interrupted { 0 } else { crowd.behind(number) };
            client.waiting() as u64 + behind
        };
        let counted =
            |(_, client): &(usize, &Client)| !matches!(client.state, State::Refused | State::Connecting);
        crowd.clients.iter().enumerate().filter(counted).map(of).sum()
    }
}

#[expect(clippy::cast_precision_loss, reason = "no run has so many replies")]
fn rate(replies: u64, time: Duration) -> f64 {
    if time.is_zero() { 0.0 } else { (replies as f64 / time.as_secs_f64()).round() }
}
