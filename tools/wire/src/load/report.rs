//! What came of a load, for people and for programs.

use super::arguments::Arguments;
use crate::transcript::shown;
use hdrhistogram::Histogram;
use serde::Serialize;
use std::{
    fmt::{self, Display, Formatter},
    time::Instant,
};
use support::{Excerpt, counted, escape, group_digits};

/// What has come of a load so far. Its fields are those of `--json`, which the help explains.
#[derive(Debug, Clone, Default, Serialize)]
#[expect(missing_docs, reason = "the help of `wire load` says what each field is")]
pub struct Report {
    pub address: String,
    pub clients: u32,
    pub pipeline: u32,
    pub rate: Option<f64>,
    pub once: bool,
    pub connected: u64,
    pub connect_seconds: f64,
    pub served_seconds: Option<f64>,
    pub seconds: f64,
    pub replies: u64,
    pub replies_per_second: f64,
    pub wrong: u64,
    pub refused: u64,
    pub lost: u64,
    pub unanswered: u64,
    pub latency_us: Option<Latency>,
    pub cpu_seconds: Option<f64>,
    pub interrupted: bool,
    /// The first wrong reply, in a few lines: what was asked, expected and received.
    #[serde(skip)]
    pub(crate) first_wrong: Vec<String>,
    /// Why the first connection was lost.
    #[serde(skip)]
    pub first_lost: Option<String>,
    /// Why a client has no connection.
    #[serde(skip)]
    pub unconnected: Option<String>,
    /// How long each right reply took, in nanoseconds, once the load has ended.
    #[serde(skip)]
    pub latencies: Option<Histogram<u64>>,
    /// When the last reply was received.
    #[serde(skip)]
    pub(crate) last: Option<Instant>,
}

/// Percentiles, the longest and the mean, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[expect(missing_docs, reason = "percentiles bear their names")]
pub struct Latency {
    pub p50: f64,
    pub p90: f64,
    pub p99: f64,
    pub p99_9: f64,
    pub max: f64,
    pub mean: f64,
}

impl Latency {
    /// Nothing, if there is nothing in the histogram of nanoseconds.
    #[expect(clippy::cast_precision_loss, reason = "a latency has three digits")]
    pub(crate) fn of(latencies: &Histogram<u64>) -> Option<Self> {
        let at = |quantile| latencies.value_at_quantile(quantile) as f64 / 1e3;
        (!latencies.is_empty()).then(|| Self {
            p50: at(0.5),
            p90: at(0.9),
            p99: at(0.99),
            p99_9: at(0.999),
            max: latencies.max() as f64 / 1e3,
            mean: latencies.mean() / 1e3,
        })
    }
}

impl Report {
    /// Of a load that has not begun.
    pub(crate) fn new(arguments: &Arguments) -> Self {
        let Arguments { clients, pipeline, rate, once, .. } = *arguments;
        Self { address: arguments.endpoint.to_string(), clients, pipeline, rate, once, ..Self::default() }
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

    /// How many clients have no connection.
    fn missing(&self) -> u64 {
        u64::from(self.clients) - self.connected
    }

    /// What went wrong, as one line; nothing if every client got every reply.
    #[must_use]
    pub fn faults(&self) -> Option<String> {
        // A load that is ended early does not wait for all to be connected.
        let unconnected = if self.interrupted { 0 } else { self.missing() };
        let faults = [
            (unconnected, "client not connected", "clients not connected"),
            (self.refused, "client refused", "clients refused"),
            (self.wrong, "wrong reply", "wrong replies"),
            (self.lost, "lost connection", "lost connections"),
            (self.unanswered, "request without a reply", "requests without a reply"),
        ];
        let found = faults.into_iter().filter(|(count, ..)| *count > 0);
        let found: Vec<_> = found.map(|(count, one, many)| counted(count, one, many)).collect();
        (!found.is_empty()).then(|| format!("not all went well: {}", found.join(", ")))
    }
}

/// A line of the report: its label, and its text. One that continues has no label.
type Row = (&'static str, String);

impl Display for Report {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}", self.title())?;
        let rows = [self.replies_rows(), self.fault_rows(), self.latency_rows(), vec![self.cost_row()]];
        rows.iter()
            .flatten()
            .try_for_each(|(label, text)| writeln!(out, "{}", format!("{label:<13} {text}").trim_end()))
    }
}

impl Report {
    fn title(&self) -> String {
        let clients = counted(self.clients.into(), "client", "clients");
        let how = match self.rate {
            _ if self.once => "each asks once".to_owned(),
            Some(rate) if rate < 1.0 => format!("open loop, {rate} requests a second"),
            Some(rate) => format!("open loop, {} requests a second", group_digits(rate.round())),
            None => "closed loop".to_owned(),
        };
        let depth = match self.pipeline {
            1 => String::new(),
            depth => format!(" · {} requests under way each", group_digits(depth)),
        };
        format!("{} · {clients} · {how}{depth}", self.address)
    }

    fn replies_rows(&self) -> Vec<Row> {
        let early = if self.interrupted { ", ended early" } else { "" };
        let (connected, time) = (group_digits(self.connected), milliseconds(self.connect_seconds * 1e3));
        let (replies, rate) = (group_digits(self.replies), group_digits(self.replies_per_second.round()));
        let mut rows = vec![
            ("connected", format!("{connected} in {time} ms")),
            ("replies", format!("{replies} in {:.3} s{early}: {rate} a second", self.seconds)),
        ];
        let served = self.served_seconds.map(|served| milliseconds(served * 1e3));
        rows.extend(served.map(|served| ("all served", format!("{served} ms after the first connect"))));
        rows
    }

    fn fault_rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        if let Some(why) = &self.unconnected {
            rows.push(("unconnected", format!("{}: {why}", group_digits(self.missing()))));
        }
        rows.push(("wrong", group_digits(self.wrong)));
        rows.extend(self.first_wrong.iter().map(|line| ("", line.clone())));
        if self.refused > 0 {
            rows.push(("refused", format!("{}: the server was busy", group_digits(self.refused))));
        }
        let first = self.first_lost.as_ref().map(|why| format!(", the first: {why}")).unwrap_or_default();
        rows.push(("lost", group_digits(self.lost) + &first));
        if self.unanswered > 0 {
            let unanswered = group_digits(self.unanswered);
            rows.push(("unanswered", format!("{unanswered}, not in the percentiles")));
        }
        rows
    }

    fn latency_rows(&self) -> Vec<Row> {
        let Some(Latency { p50, p90, p99, p99_9, max, .. }) = self.latency_us else { return Vec::new() };
        let names = ["p50", "p90", "p99", "p99.9", "max"].map(|name| format!("{name:>9}"));
        let values = [p50, p90, p99, p99_9, max].map(|micros| format!("{:>9}", milliseconds(micros / 1e3)));
        vec![("latency, ms", names.concat()), ("", values.concat())]
    }

    #[expect(clippy::cast_precision_loss, reason = "a cost a reply has three digits")]
    fn cost_row(&self) -> Row {
        let cost = |cpu: f64| {
            let each = cpu * 1e6 / self.replies.max(1) as f64;
            format!("{cpu:.3} s of a processor: {each:.2} µs a reply")
        };
        // On Windows.
        let not_counted = || "its processor time is not counted on this system".to_owned();
        ("wire itself", self.cpu_seconds.map_or_else(not_counted, cost))
    }
}

/// Milliseconds with the digits that matter: three behind the point, fewer for long ones.
fn milliseconds(time: f64) -> String {
    match time {
        long if long >= 1000.0 => group_digits(long.round()),
        middle if middle >= 100.0 => format!("{middle:.1}"),
        short => format!("{short:.3}"),
    }
}
