//! The report: a table of counters and levels, and the verdict; and the progress line until then.

use crate::{
    faults::FAULTS,
    levels::{Levels, MEMORY_TO_SPARE},
    run::{Counter, Counters, Run},
    target::ModelRun,
};
use support::{ProgressLine, group_digits, lock};

/// How many violations are shown; what follows a violation proves little.
const SHOWN: usize = 10;

/// What is reported of a level, and the figure; nothing where it was not measured.
type Level = (&'static str, fn(&Levels) -> Option<u64>);

/// The levels of the server that was never restarted, whenever no client was connected, and its highest ones.
const LEVELS: [Level; 10] = [
    ("times looked at", |levels| Some(levels.idle.len() as u64)),
    ("memory, KiB, warm", |levels| Some(levels.memory()?.0)),
    ("memory, KiB, last", |levels| Some(levels.memory()?.1)),
    ("  the highest, under load", |levels| levels.idle.first().map(|_| levels.highest.memory / 1024)),
    ("descriptors, first", |levels| Some(levels.idle.first()?.descriptors)),
    ("descriptors, last", |levels| Some(levels.idle.last()?.descriptors)),
    ("  the highest, under load", |levels| levels.idle.first().map(|_| levels.highest.descriptors)),
    ("threads, first", |levels| Some(levels.idle.first()?.threads)),
    ("threads, last", |levels| Some(levels.idle.last()?.threads)),
    ("  the highest, under load", |levels| levels.idle.first().map(|_| levels.highest.threads)),
];

/// Shows how far the run is.
pub(crate) fn show_progress(line: &ProgressLine, run: &Run, models: &[ModelRun]) {
    let counters = || models.iter().map(|model| &model.steady.counters);
    line.show(format_args!(
        "{} of {} s, {} replies checked, {} faults, {} restarts",
        run.elapsed().as_secs(),
        run.arguments.time().as_secs(),
        counters().map(|counters| counters.replies.get()).sum::<u64>(),
        counters().flat_map(|counters| &counters.faults).map(Counter::get).sum::<u64>(),
        counters().map(|counters| counters.restarts.get()).sum::<u64>(),
    ));
}

/// The whole report.
pub(crate) fn report(run: &Run, models: &[ModelRun]) -> String {
    let title = format!("{} s, seed {}", run.elapsed().as_secs(), run.seed);
    let mut rows = vec![row(&title, models.iter().map(|model| model.steady.model.clone()))];
    let counters: Vec<_> = models.iter().map(|model| counters(&model.steady.counters)).collect();
    for (place, (name, _)) in counters.first().into_iter().flatten().enumerate() {
        rows.push(row(name, counters.iter().map(|counters| group_digits(counters[place].1.get()))));
    }
    rows.push("\nThe server that was never restarted, whenever no client was connected:\n".to_owned());
    rows.extend(LEVELS.map(|(name, level)| {
        let level = |model: &ModelRun| level(&lock(&model.steady.levels));
        let cell = |model| level(model).map_or("not measured".to_owned(), group_digits);
        row(name, models.iter().map(cell))
    }));
    rows.concat() + &verdict(run, models)
}

/// The counters of a model, with what the report calls them.
fn counters(counters: &Counters) -> Vec<(&'static str, &Counter)> {
    let clients = [
        ("healthy sessions", &counters.sessions),
        ("replies, each checked", &counters.replies),
        ("rejected, server full", &counters.rejected),
        ("closed, as we were slow", &counters.too_slow),
    ];
    let faults = FAULTS.iter().zip(&counters.faults).map(|((_, name, _), counter)| (*name, counter));
    let servers = [
        ("times out of descriptors", &counters.accept_failures),
        ("restarts under load", &counters.restarts),
        ("answered after SIGTERM", &counters.answered_after_sigterm),
        ("exits with code 0", &counters.exits),
        ("longest shutdown, ms", &counters.longest_shutdown),
    ];
    clients.into_iter().chain(faults).chain(servers).collect()
}

fn row(name: &str, cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<_> = cells.map(|cell| format!("{cell:>14}")).collect();
    format!("{name:<27}{}\n", cells.concat())
}

fn verdict(run: &Run, models: &[ModelRun]) -> String {
    let violations = run.violations();
    if violations.is_empty() {
        return success(models);
    }
    let mut lines = vec![format!("\nFAILED, with seed {}:\n", run.seed)];
    lines.extend(violations.iter().take(SHOWN).map(|violation| format!("  after {violation}\n")));
    if violations.len() > SHOWN {
        lines.push(format!("  and {} more\n", violations.len() - SHOWN));
    }
    lines.concat()
}

/// No more than what was seen.
fn success(models: &[ModelRun]) -> String {
    let all = |seen: fn(&ModelRun) -> bool| models.iter().all(seen);
    let spare = MEMORY_TO_SPARE / 1024;
    let memory = format!("The memory stayed within {spare} MiB of what it was when the server was warm.");
    let levels = "Whenever no client was connected, descriptors and threads were back at their first level.";
    let facts = [
        (true, "\nNo reply was wrong, and none was lost."),
        (
            all(|model| model.steady.counters.exits.get() > 0),
            "Each SIGTERM was followed by exit code 0 within five seconds.",
        ),
        (all(|model| lock(&model.steady.levels).idle.len() > 1), levels),
        (all(|model| lock(&model.steady.levels).memory().is_some()), &memory),
    ];
    facts.into_iter().filter(|(seen, _)| *seen).flat_map(|(_, fact)| [fact, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::Arguments;
    use clap::Parser as _;
    use std::{path::PathBuf, sync::Arc, time::Duration};
    use support::Usage;

    fn model(model: &'static str, idle: u64) -> ModelRun {
        let run = ModelRun::new(&Arc::new(run()), 0, model).unwrap();
        let usage = |idle| Usage { memory: (3000 + idle) * 1024, descriptors: 8, threads: 2 };
        let highest = Usage { memory: 5000 * 1024, descriptors: 80, threads: 66 };
        *lock(&run.steady.levels) = Levels { idle: (0..idle).map(usage).collect(), highest };
        let counters = Arc::clone(&run.steady.counters);
        let first = [&counters.sessions, &counters.replies, &counters.rejected, &counters.too_slow];
        let last = [&counters.accept_failures, &counters.restarts, &counters.answered_after_sigterm];
        let all = first.into_iter().chain(&counters.faults).chain(last);
        all.zip(1..).for_each(|(counter, number)| counter.add(number * 1111));
        (0..19_998).for_each(|_| counters.exited(Duration::from_millis(21_109)));
        run
    }

    fn run() -> Run {
        let arguments = ["soak", "--seed", "7", "--seconds", "2"];
        Run::new(PathBuf::new(), Arguments::parse_from(arguments))
    }

    #[test]
    fn a_good_run_reports_no_more_than_was_seen() {
        let models = [model("threads", 30), model("async", 30)];
        insta::assert_snapshot!("good", report(&run(), &models));
    }

    #[test]
    fn what_was_not_measured_is_not_reported_as_good() {
        let text = report(&run(), &[model("threads", 3), model("async", 0)]);
        assert!(text.contains("not measured") && text.ends_with("within five seconds.\n"), "{text}");
    }

    #[test]
    fn a_violation_is_reported_with_seed_server_and_time() {
        let run = run();
        run.violated("async, steady", "a wrong reply");
        let text = report(&run, &[model("async", 30)]);
        assert!(
            text.ends_with("\nFAILED, with seed 7:\n  after 0.0 s, async, steady: a wrong reply\n"),
            "{text}"
        );
    }
}
