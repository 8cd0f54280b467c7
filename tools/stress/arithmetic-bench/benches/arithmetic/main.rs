//! `cargo bench -p arithmetic-bench`: what an expression costs, here and with four crates, side by side.
#![allow(clippy::print_stdout, reason = "the table is what it is for")]

mod cases;
mod contenders;
mod table;
mod timing;

use anyhow::{Context as _, Result, ensure};
use calculator_server::Number;
use cases::{Case, cases};
use contenders::{CONTENDERS, Contender, LineToReply};
use std::{env, hint::black_box};
use support::ProgressLine;
use table::{LINE_TO_REPLY, Table};

/// Each contender has so many turns at each expression, seconds apart: what disturbs one spares the others.
const ROUNDS: usize = 5;

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
    let (mut table, progress) = (Table::new(&cases), ProgressLine::on_terminal());
    for round in 1..=ROUNDS {
        for case in &cases {
            progress.show(format_args!("round {round} of {ROUNDS}: {}", case.label()));
            measure(case, |name| is_wanted(case, name), |name, time| table.add(case, name, time));
        }
    }
    drop(progress);
    print!("{table}");
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
        add(
            LINE_TO_REPLY,
            timing::nanoseconds(|| {
                black_box(line.reply());
            }),
        );
    }
}
