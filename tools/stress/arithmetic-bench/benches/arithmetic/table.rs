//! The table at the end: a line for each expression, a column for each contender.

use crate::{cases::Case, contenders::CONTENDERS, timing::median};
use std::{collections::BTreeMap, fmt};

/// The name of the column for all that the server does with a line.
pub(crate) const LINE_TO_REPLY: &str = "line to reply";

/// The times of each round, by expression and column.
pub(crate) struct Table<'a> {
    cases: &'a [Case],
    times: BTreeMap<(&'static str, &'static str), Vec<f64>>,
}

impl<'a> Table<'a> {
    pub(crate) fn new(cases: &'a [Case]) -> Self {
        Self { cases, times: BTreeMap::new() }
    }

    /// The nanoseconds of one round.
    pub(crate) fn add(&mut self, case: &Case, column: &'static str, time: f64) {
        self.times.entry((case.name, column)).or_default().push(time);
    }

    fn time(&self, case: &Case, column: &'static str) -> Option<f64> {
        self.times.get(&(case.name, column)).cloned().map(median)
    }
}

fn columns() -> impl Iterator<Item = &'static str> {
    CONTENDERS.iter().map(|contender| contender.name).chain([LINE_TO_REPLY])
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "\nNanoseconds each; in parentheses, how many times ours.\n")?;
        write!(formatter, "{:16}", "")?;
        for name in columns() {
            write!(formatter, "{name:>17}")?;
        }
        writeln!(formatter)?;
        for case in self.cases.iter().filter(|case| columns().any(|column| self.time(case, column).is_some()))
        {
            write!(formatter, "{:16}", case.label())?;
            let ours = self.time(case, CONTENDERS[0].name);
            for column in columns() {
                write!(formatter, "{:>17}", cell(self.time(case, column), ours))?;
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
