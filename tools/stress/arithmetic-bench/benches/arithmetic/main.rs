//! `cargo bench -p arithmetic-bench`: what an expression costs, here and with another crate, side by side.
#![allow(clippy::print_stdout, reason = "the table is what it is for")]

mod contenders;
mod timing;

use anyhow::{Context as _, Result, ensure};
use contenders::{CONTENDERS, Case, Contender, cases};
use std::{collections::BTreeMap, env};
use support::ProgressLine;
use timing::median;

/// Each contender has so many turns at each expression, seconds apart: what disturbs one spares the others.
const ROUNDS: usize = 5;

/// The nanoseconds of each round, by expression and contender.
type Times = BTreeMap<(&'static str, &'static str), Vec<f64>>;

fn main() -> Result<()> {
    let cases = cases();
    for case in &cases {
        agree(case)?;
    }
    let arguments: Vec<_> = env::args().skip(1).collect();
    // `cargo test` starts a benchmark without this, to see that it runs.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let filters: Vec<_> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let is_wanted = |case: &Case, name: &str| {
        let title = format!("{}/{name}", case.name);
        filters.is_empty() || filters.iter().any(|filter| title.contains(filter.as_str()))
    };
    let (mut times, progress) = (Times::new(), ProgressLine::on_terminal());
    for round in 1..=ROUNDS {
        for case in &cases {
            progress.show(format_args!("round {round} of {ROUNDS}: {}", case.label()));
            for contender in CONTENDERS.iter().filter(|contender| is_wanted(case, contender.name)) {
                times.entry((case.name, contender.name)).or_default().push((contender.time)(&case.text));
            }
        }
    }
    drop(progress);
    print!("{}", table(&cases, &times));
    Ok(())
}

/// A contender that gets another value does not calculate the same.
fn agree(Case { text, value: expected, .. }: &Case) -> Result<()> {
    for Contender { name, value, .. } in CONTENDERS {
        let value = value(text).with_context(|| format!("{name} does not understand {text}"))?;
        // They may add up in another order.
        let close = (value - expected).abs() <= expected.abs() * 1e-12;
        ensure!(close, "{name} gets {value} for {text}, not {expected}");
    }
    Ok(())
}

/// The table at the end: a line for each expression, a column for each contender.
fn table(cases: &[Case], times: &Times) -> String {
    let columns = CONTENDERS.map(|contender| contender.name);
    let row = |title: &str, cells: [String; CONTENDERS.len()]| {
        format!("{title:16}{}\n", cells.map(|cell| format!("{cell:>17}")).concat())
    };
    let titles = row("", columns.map(str::to_owned));
    let mut rows = vec![format!("\nNanoseconds each; in parentheses, how many times ours.\n\n{titles}")];
    for case in cases {
        let medians = columns.map(|column| times.get(&(case.name, column)).cloned().map(median));
        if medians.iter().any(Option::is_some) {
            rows.push(row(case.label(), medians.map(|time| cell(time, medians[0]))));
        }
    }
    rows.concat()
}

fn cell(time: Option<f64>, ours: Option<f64>) -> String {
    match (time, ours) {
        (Some(time), Some(ours)) => format!("{time:.0} ({:.1})", time / ours),
        (Some(time), None) => format!("{time:.0}"),
        (None, _) => String::new(),
    }
}
