//! `cargo bench -p arithmetic-bench`: what an expression costs, here and with four crates, side by side.
#![allow(clippy::print_stdout, reason = "the table is what it is for")]

mod case;
mod contender;
mod line;
mod table;
mod thread_time;

use anyhow::{Context as _, Result, ensure};
use calculator_server::Number;
use case::{Case, cases};
use contender::{CONTENDERS, Contender};
use criterion::Criterion;
use line::Line;
use std::{fs, hint::black_box, path::Path, time::Duration};
use table::{LINE, RESULTS, ROUNDS, Table};
use thread_time::Running;

fn main() -> Result<()> {
    let cases = cases();
    for case in &cases {
        agree(case)?;
    }
    // What an earlier run has left would pass for this one's.
    let _ = fs::remove_dir_all(RESULTS);
    let mut criterion = Criterion::default()
        .with_measurement(Running)
        .output_directory(Path::new(RESULTS))
        .without_plots()
        .sample_size(20)
        .nresamples(2_000)
        .warm_up_time(Duration::from_millis(50))
        .measurement_time(Duration::from_millis(150))
        .configure_from_args();
    for round in 1..=ROUNDS {
        for case in &cases {
            measure(&mut criterion, round, case);
        }
    }
    criterion.final_summary();
    if let Some(table) = Table::read(&cases) {
        print!("{table}");
    }
    Ok(())
}

/// Whoever gets another value does not calculate the same.
fn agree(case: &Case) -> Result<()> {
    let expected = case.value;
    for Contender { name, calculation } in CONTENDERS {
        let text = case.text(name);
        let value = calculation()(&text).with_context(|| format!("{name} does not understand {text}"))?;
        // They may add up in another order.
        let close = (value - expected).abs() <= expected.abs() * 1e-12;
        ensure!(close, "{name} gets {value} for {text}, not {expected}");
    }
    let mut line = Line::new(&case.text(LINE));
    let reply = String::from_utf8_lossy(line.reply());
    ensure!(reply == format!("{}\n", Number(expected)), "the server replies {reply:?}, not {expected}");
    Ok(())
}

fn measure(criterion: &mut Criterion<Running>, round: usize, case: &Case) {
    let mut group = criterion.benchmark_group(table::group(round, case));
    for Contender { name, calculation } in CONTENDERS {
        let text = case.text(name);
        let mut calculate = calculation();
        group.bench_function(name, |bencher| bencher.iter(|| calculate(black_box(&text))));
    }
    let mut line = Line::new(&case.text(LINE));
    group.bench_function(LINE, |bencher| bencher.iter(|| line.reply().len()));
    group.finish();
}
