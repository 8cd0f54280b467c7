//! The table at the end: a line for each expression, a column for each contender.

use crate::{case::Case, contender::CONTENDERS};
use serde::Deserialize;
use std::{fmt, fs, path::Path};

/// Where Criterion leaves what it has measured.
pub(crate) const RESULTS: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/arithmetic");

/// Each contender has so many turns at each expression, seconds apart: what disturbs one spares the others.
pub(crate) const ROUNDS: usize = 5;

/// The name of the column for all that the server does with a line.
pub(crate) const LINE: &str = "line to reply";

/// What Criterion calls the turns of a round at an expression.
pub(crate) fn group(round: usize, case: &Case) -> String {
    format!("{}, round {round}", case.name)
}

/// The table. What was not measured this time has no place in it.
pub(crate) struct Table<'a>(Vec<(&'a Case, Vec<Option<f64>>)>);

impl<'a> Table<'a> {
    pub(crate) fn read(cases: &'a [Case]) -> Option<Self> {
        let row = |case| (case, columns().map(|name| median(case, name)).collect::<Vec<_>>());
        let mut rows: Vec<_> = cases.iter().map(row).collect();
        rows.retain(|(_, times)| times.iter().any(Option::is_some));
        (!rows.is_empty()).then_some(Self(rows))
    }
}

fn columns() -> impl Iterator<Item = &'static str> {
    CONTENDERS.iter().map(|contender| contender.name).chain([LINE])
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "\nNanoseconds each; in parentheses, how many times ours.\n")?;
        write!(formatter, "{:16}", "")?;
        for name in columns() {
            write!(formatter, "{name:>17}")?;
        }
        writeln!(formatter)?;
        for (case, times) in &self.0 {
            write!(formatter, "{:16}", case.label())?;
            for time in times {
                write!(formatter, "{:>17}", cell(*time, times[0]))?;
            }
            writeln!(formatter)?;
        }
        Ok(())
    }
}

fn cell(time: Option<f64>, ours: Option<f64>) -> String {
    match (time, ours) {
        (Some(time), Some(ours)) => format!("{time:.0} ({:.1})", time / ours),
        (Some(time), None) => format!("{time:.0}"),
        (None, _) => String::new(),
    }
}

/// The median of the rounds.
fn median(case: &Case, name: &str) -> Option<f64> {
    let mut times = (1..=ROUNDS).map(|round| measured(round, case, name)).collect::<Option<Vec<_>>>()?;
    times.sort_by(f64::total_cmp);
    Some(times[ROUNDS / 2])
}

/// The median of a round, in nanoseconds.
fn measured(round: usize, case: &Case, name: &str) -> Option<f64> {
    let file = Path::new(RESULTS).join(group(round, case)).join(name).join("new/estimates.json");
    let estimates: Estimates = serde_json::from_slice(&fs::read(file).ok()?).ok()?;
    Some(estimates.median.point_estimate)
}

#[derive(Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(Deserialize)]
struct Estimate {
    point_estimate: f64,
}
