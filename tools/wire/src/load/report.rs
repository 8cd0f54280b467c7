//! What came of a load, for people and for programs.

use super::counters::Wrong;
use hdrhistogram::Histogram;
use serde::Serialize;
use std::{
    fmt::{self, Display, Formatter},
    time::Duration,
};
use support::group_digits;

/// What came of a load. Its fields are those of `--json`, which the help explains.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the help of `wire load` says what each field is")]
pub struct Report {
    pub address: String,
    pub clients: u32,
    pub pipeline: u32,
    pub rate: Option<f64>,
    pub once: bool,
    pub connected: usize,
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
    /// The first wrong reply.
    #[serde(skip)]
    pub first_wrong: Option<Wrong>,
    /// Why the first connection was lost.
    #[serde(skip)]
    pub first_lost: Option<String>,
    /// Why a client has no connection.
    #[serde(skip)]
    pub unconnected: Option<String>,
    /// How long each right reply took, in nanoseconds.
    #[serde(skip)]
    pub latencies: Histogram<u64>,
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
    /// What went wrong, as one line; nothing if every client got every reply.
    #[must_use]
    pub fn faults(&self) -> Option<String> {
        // Whoever ends a load early does not wait for all to be connected.
        let missing = u64::from(self.clients) - self.connected as u64;
        let unconnected = if self.interrupted { 0 } else { missing };
        let faults = [
            (unconnected, "client not connected", "clients not connected"),
            (self.refused, "client refused", "clients refused"),
            (self.wrong, "wrong reply", "wrong replies"),
            (self.lost, "lost connection", "lost connections"),
            (self.unanswered, "request without a reply", "requests without a reply"),
        ];
        let found: Vec<_> = faults
            .iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| {
                format!("{} {}", group_digits(*count), if *count == 1 { one } else { many })
            })
            .collect();
        (!found.is_empty()).then(|| format!("not all went well: {}", found.join(", ")))
    }
}

impl Display for Report {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let clients = match self.clients {
            1 => "1 client".to_owned(),
            many => format!("{} clients", group_digits(many.into())),
        };
        write!(out, "{} · {clients} · {}", self.address, self.how())?;
        match self.pipeline {
            1 => writeln!(out)?,
            depth => writeln!(out, " · {} requests under way each", group_digits(depth.into()))?,
        }
        let early = if self.interrupted { ", ended early" } else { "" };
        let time = Milliseconds(self.connect_seconds * 1e3);
        row(out, "connected", format_args!("{} in {time} ms", group_digits(self.connected as u64)))?;
        let (replies, rate) = (group_digits(self.replies), group_digits(whole(self.replies_per_second)));
        row(out, "replies", format_args!("{replies} in {:.3} s{early}: {rate} a second", self.seconds))?;
        if let Some(served) = self.served_seconds {
            row(
                out,
                "all served",
                format_args!("{} ms after the first connect", Milliseconds(served * 1e3)),
            )?;
        }
        self.write_faults(out)?;
        self.write_latency(out)?;
        self.write_cost(out)
    }
}

impl Report {
    fn how(&self) -> String {
        match self.rate {
            _ if self.once => "each asks once".to_owned(),
            Some(rate) if rate >= 1.0 => {
                format!("open loop, {} requests a second", group_digits(whole(rate)))
            }
            Some(rate) => format!("open loop, {rate} requests a second"),
            None => "closed loop".to_owned(),
        }
    }

    fn write_faults(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if let Some(why) = &self.unconnected {
            let count = group_digits(u64::from(self.clients) - self.connected as u64);
            row(out, "unconnected", format_args!("{count}: {why}"))?;
        }
        row(out, "wrong", format_args!("{}", group_digits(self.wrong)))?;
        if let Some(Wrong { request, expected, got }) = &self.first_wrong {
            match request {
                Some(request) => row(out, "", format_args!("first: asked  {request}"))?,
                None => row(out, "", format_args!("first: nothing was asked"))?,
            }
            row(out, "", format_args!("     expected {expected}"))?;
            row(out, "", format_args!("          got {got}"))?;
        }
        if self.refused > 0 {
            row(out, "refused", format_args!("{}: the server was busy", group_digits(self.refused)))?;
        }
        let lost = group_digits(self.lost);
        match &self.first_lost {
            Some(why) => row(out, "lost", format_args!("{lost}, the first: {why}"))?,
            None => row(out, "lost", format_args!("{lost}"))?,
        }
        if self.unanswered > 0 {
            row(
                out,
                "unanswered",
                format_args!("{}, not in the percentiles", group_digits(self.unanswered)),
            )?;
        }
        Ok(())
    }

    fn write_latency(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Some(Latency { p50, p90, p99, p99_9, max, .. }) = self.latency_us else { return Ok(()) };
        let columns = [("p50", p50), ("p90", p90), ("p99", p99), ("p99.9", p99_9), ("max", max)];
        row(out, "latency, ms", format_args!("{}", columns.map(|(name, _)| format!("{name:>9}")).concat()))?;
        let values = columns.map(|(_, micros)| format!("{:>9}", Milliseconds(micros / 1e3).to_string()));
        row(out, "", format_args!("{}", values.concat()))
    }

    #[expect(clippy::cast_precision_loss, reason = "a cost a reply has three digits")]
    fn write_cost(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Some(cpu) = self.cpu_seconds else {
            return row(out, "wire itself", format_args!("{NOT_COUNTED}"));
        };
        let each = cpu * 1e6 / self.replies.max(1) as f64;
        row(out, "wire itself", format_args!("{cpu:.3} s of a processor: {each:.2} µs a reply"))
    }
}

/// Stands where the processor time would, on Windows.
const NOT_COUNTED: &str = "its processor time is not counted on this system";

/// A line of the report; one that goes on has no label.
fn row(out: &mut Formatter<'_>, label: &str, text: fmt::Arguments<'_>) -> fmt::Result {
    writeln!(out, "{}", format!("{label:<13} {text}").trim_end())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rate of replies, rounded")]
fn whole(rate: f64) -> u64 {
    rate.round() as u64
}

/// Milliseconds with the digits that matter: three behind the point, fewer for long ones.
struct Milliseconds(f64);

impl Display for Milliseconds {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            long if long >= 1000.0 => write!(out, "{}", group_digits(whole(long))),
            middle if middle >= 100.0 => write!(out, "{middle:.1}"),
            short => write!(out, "{short:.3}"),
        }
    }
}

/// A duration in seconds, to the microsecond.
pub(crate) fn seconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e6
}
