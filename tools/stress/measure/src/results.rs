//! What was measured, round by round, as it is written down.

use crate::machine::Machine;
use serde::{Deserialize, Serialize};
use support::ProgressLine;

/// The median of several rounds, and the range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// The middle one; of an even number the mean of the two in the middle.
    pub median: f64,
    /// The least.
    pub least: f64,
    /// The most.
    pub most: f64,
}

impl Spread {
    /// Nothing, if there is no value.
    #[must_use]
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let (least, most) = (*values.first()?, *values.last()?);
        let median = f64::midpoint(values[(values.len() - 1) / 2], values[values.len() / 2]);
        Some(Self { median, least, most })
    }
}

/// The four models at several numbers of clients.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Measurements {
    /// What it was measured on.
    pub machine: Machine,
    /// How many rounds, and how long each measurement took.
    pub rounds: u32,
    /// In seconds.
    pub seconds: f64,
    /// With clients that ask.
    pub busy: Vec<Busy>,
    /// With clients that are silent.
    pub idle: Vec<Idle>,
    /// What was not measured, and why.
    pub missing: Vec<String>,
}

impl Measurements {
    /// The models, in the order in which they were measured.
    pub(crate) fn models(&self) -> Vec<&str> {
        let mut models = Vec::new();
        for busy in &self.busy {
            if !models.contains(&busy.model.as_str()) {
                models.push(&busy.model);
            }
        }
        models
    }
}

/// A model under a load.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Busy {
    /// Which model.
    pub model: String,
    /// How many clients.
    pub clients: u32,
    /// The options with which the server was started.
    pub options: String,
    /// How many replies came each second; every one was right.
    pub replies_per_second: Spread,
    /// Half of the replies took no longer than this, in microseconds.
    pub p50_us: Spread,
    /// And 99 in a hundred no longer than this.
    pub p99_us: Spread,
    /// The most of the server's memory that was resident at a time, where the system tells.
    pub memory_bytes: Option<Spread>,
    /// The most threads that the server had, where the system tells.
    pub threads: Option<Spread>,
    /// Processor time of the server for a reply, in microseconds, where the system tells.
    pub server_us: Option<Spread>,
    /// Processor time of the load generator for a reply, in microseconds, where it is counted.
    pub load_us: Option<Spread>,
}

/// A model with silent clients.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Idle {
    /// Which model.
    pub model: String,
    /// How many clients.
    pub clients: u32,
    /// The options with which the server was started.
    pub options: String,
    /// The server's memory with them.
    pub memory_bytes: Spread,
    /// How much more that is than without them, divided by their number.
    pub bytes_each: Spread,
    /// What the kernel holds for each: a stack if the client has a thread, and the server's end of the connection.
    pub kernel_bytes_each: Option<Spread>,
    /// The threads of the server, where the system tells.
    pub threads: Option<Spread>,
}

/// Measures cases, of which each has a name; what has come of each. What could not be measured is missing.
///
/// Each round measures every case once, so that a busy minute of the machine affects all alike. A case that has failed is not
/// tried again: it may take as long to fail.
pub fn measure_rounds<C, R>(
    cases: impl IntoIterator<Item = (String, C)>,
    rounds: u32,
    missing: &mut Vec<String>,
    mut measure: impl FnMut(&C) -> anyhow::Result<R>,
) -> Vec<(C, Vec<R>)> {
    let mut all: Vec<_> = cases.into_iter().map(|(name, case)| (name, case, Vec::new())).collect();
    let progress = ProgressLine::on_terminal();
    for round in 1..=rounds as usize {
        for (name, case, results) in all.iter_mut().filter(|(.., results)| results.len() + 1 == round) {
            progress.show(format_args!("round {round} of {rounds}: {name}"));
            match measure(case) {
                Ok(result) => results.push(result),
                Err(error) => missing.push(format!("{name}, round {round}: {error:#}")),
            }
        }
    }
    all.into_iter().map(|(_, case, results)| (case, results)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_one_in_the_middle_or_the_mean_of_two() {
        assert_eq!(Spread::of([3.0, 1.0, 9.0]), Some(Spread { median: 3.0, least: 1.0, most: 9.0 }));
        assert_eq!(Spread::of([4.0, 2.0]), Some(Spread { median: 3.0, least: 2.0, most: 4.0 }));
        assert_eq!(Spread::of([]), None);
    }
}
