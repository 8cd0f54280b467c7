//! `cargo bench -p arithmetic-bench`: what an expression costs, here and with three crates, side by side.
#![allow(clippy::print_stdout, reason = "the table is what it is for")]

mod contenders;
mod timing;

use anyhow::{Context as _, Result, ensure};
use calculator_server::Number;
use contenders::{CONTENDERS, Case, Contender, LINE_TO_REPLY, LineToReply, cases};
use std::{collections::BTreeMap, env, hint::black_box};
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
            measure(
                case,
                |name| is_wanted(case, name),
                |name, time| {
                    times.entry((case.name, name)).or_default().push(time);
                },
            );
        }
    }
    drop(progress);
    print!("{}", table(&cases, &times));
    Ok(())
}

/// A contender that gets another value does not calculate the same.
fn agree(case: &Case) -> Result<()> {
    let expected = case.value;
    for Contender { name, calculation } in CONTENDERS {
        let text = case.text(name);
        let value = calculation()(&text).with_context(|| format!("{name} does not understand {text}"))?;
        // They may add up in another order.
        let close = (value - expected).abs() <= expected.abs() * 1e-12;
        ensure!(close, "{name} gets {value} for {text}, not {expected}");
    }
    let mut line = LineToReply::new(&case.text(LINE_TO_REPLY));
    let reply = String::from_utf8_lossy(line.reply());
    ensure!(reply == format!("{}\n", Number(expected)), "the server replies {reply:?}, not {expected}");
    Ok(())
}

fn measure(case: &Case, is_wanted: impl Fn(&str) -> bool, mut add: impl FnMut(&'static str, f64)) {
    for Contender { name, calculation } in CONTENDERS.iter().filter(|contender| is_wanted(contender.name)) {
        let (text, mut calculate) = (case.text(name), calculation());
        add(name, timing::nanoseconds(|| drop(black_box(calculate(black_box(&text))))));
    }
    if is_wanted(LINE_TO_REPLY) {
        let mut line = LineToReply::new(&case.text(LINE_TO_REPLY));
        add(LINE_TO_REPLY, timing::nanoseconds(|| _ = black_box(line.reply())));
    }
}

/// The table at the end: a line for each expression, a column for each contender.
fn table(cases: &[Case], times: &Times) -> String {
    let columns: Vec<_> = CONTENDERS.iter().map(|contender| contender.name).chain([LINE_TO_REPLY]).collect();
    let row = |title: &str, cells: &mut dyn Iterator<Item = String>| {
        let cells: Vec<_> = cells.map(|cell| format!("{cell:>17}")).collect();
        format!("{title:16}{}\n", cells.concat())
    };
    let titles = row("", &mut columns.iter().map(|name| (*name).to_owned()));
    let mut rows = vec![format!("\nNanoseconds each; in parentheses, how many times ours.\n\n{titles}")];
    for case in cases {
        let time = |column: &&'static str| times.get(&(case.name, *column)).cloned().map(median);
        if columns.iter().any(|column| time(column).is_some()) {
            let ours = time(&columns[0]);
            rows.push(row(case.label(), &mut columns.iter().map(|column| cell(time(column), ours))));
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
