//! The report: a table of counters and levels, and the verdict; and the progress line until then.

use crate::{
    counters::{COUNTERS, Counter},
    levels::MEMORY_TO_SPARE,
    model_run::ModelRun,
    state::Run,
};
use std::fmt::{self, Write as _};
use support::{ProgressLine, group_digits};

/// How many violations are shown; what follows a violation proves little.
const SHOWN: usize = 10;

/// Shows how far the run is.
pub(crate) fn show_progress(line: &ProgressLine, run: &Run, models: &[ModelRun]) {
    let sum = |counter| models.iter().map(|model| model.counters.get(counter)).sum::<u64>();
    let faults = models.iter().map(|model| model.counters.faults()).sum::<u64>();
    line.show(format_args!(
        "{} of {} s, {} replies checked, {faults} faults, {} restarts",
        run.elapsed().as_secs(),
        run.time.as_secs(),
        sum(Counter::Replies),
        sum(Counter::Restarts),
    ));
}

/// The whole report.
pub(crate) fn report(run: &Run, models: &[ModelRun]) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write(run, models, &mut text);
    text
}

fn write(run: &Run, models: &[ModelRun], text: &mut String) -> fmt::Result {
    row(text, &format!("{} s, seed {}", run.elapsed().as_secs(), run.seed), models, |model| {
        model.model.to_owned()
    })?;
    for (counter, name) in COUNTERS {
        row(text, name, models, |model| group_digits(model.counters.get(counter)))?;
    }
    writeln!(text, "\nThe server that was never restarted, whenever no client was connected:")?;
    let level = |text: &mut String, name, show: fn(&ModelRun) -> Option<String>| {
        row(text, name, models, |model| show(model).unwrap_or_else(|| "not measured".to_owned()))
    };
    level(text, "times looked at", |model| Some(model.levels.idle.len().to_string()))?;
    level(text, "memory, KiB, warm", |model| Some(group_digits(model.levels.memory()?.0)))?;
    level(text, "memory, KiB, last", |model| Some(group_digits(model.levels.memory()?.1)))?;
    level(text, "  the highest, under load", |model| highest(model, model.levels.highest.memory))?;
    level(text, "descriptors, first", |model| Some(model.levels.idle.first()?.descriptors.to_string()))?;
    level(text, "descriptors, last", |model| Some(model.levels.idle.last()?.descriptors.to_string()))?;
    level(text, "  the highest, under load", |model| highest(model, model.levels.highest.descriptors))?;
    level(text, "threads, first", |model| Some(model.levels.idle.first()?.threads.to_string()))?;
    level(text, "threads, last", |model| Some(model.levels.idle.last()?.threads.to_string()))?;
    level(text, "  the highest, under load", |model| highest(model, model.levels.highest.threads))?;
    verdict(run, models, text)
}

fn highest(model: &ModelRun, level: u64) -> Option<String> {
    model.levels.idle.first().map(|_| group_digits(level))
}

fn verdict(run: &Run, models: &[ModelRun], text: &mut String) -> fmt::Result {
    let violations = run.violations();
    if violations.is_empty() {
        return write_success(models, text);
    }
    writeln!(text, "\nFAILED, with seed {}:", run.seed)?;
    violations.iter().take(SHOWN).try_for_each(|violation| writeln!(text, "  after {violation}"))?;
    match violations.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => writeln!(text, "  and {more} more"),
    }
}

/// No more than what was seen.
fn write_success(models: &[ModelRun], text: &mut String) -> fmt::Result {
    let (spare, all) = (MEMORY_TO_SPARE / 1024, |seen: fn(&ModelRun) -> bool| models.iter().all(seen));
    writeln!(text, "\nNo reply was wrong, and none was lost.")?;
    if all(|model| model.counters.get(Counter::Exits) > 0) {
        writeln!(text, "Each SIGTERM was followed by exit code 0 within five seconds.")?;
    }
    if all(|model| model.levels.idle.len() > 1) {
        writeln!(
            text,
            "Whenever no client was connected, descriptors and threads were back at their first level."
        )?;
    }
    if all(|model| model.levels.memory().is_some()) {
        writeln!(text, "The memory stayed within {spare} MiB of what it was when the server was warm.")?;
    }
    Ok(())
}

fn row(
    text: &mut String,
    name: &str,
    models: &[ModelRun],
    cell: impl Fn(&ModelRun) -> String,
) -> fmt::Result {
    write!(text, "{name:<27}")?;
    models.iter().try_for_each(|model| write!(text, "{:>14}", cell(model)))?;
    writeln!(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        counters::Counters,
        levels::{Levels, Usage},
        target::Target,
    };
    use std::time::Duration;

    fn model(model: &'static str, idle: u64) -> ModelRun {
        let target = || Target::new(1081);
        let counters = Counters::default();
        COUNTERS.iter().zip(1..).for_each(|((counter, _), number)| counters.add(*counter, number * 1111));
        let usage = |idle| Usage { memory: 3000 + idle, descriptors: 8, threads: 2 };
        let highest = Usage { memory: 5000, descriptors: 80, threads: 66 };
        let levels = Levels { idle: (0..idle).map(usage).collect(), highest };
        ModelRun {
            model,
            names: Default::default(),
            steady: target(),
            restarted: target(),
            counters,
            levels,
            _ports: Vec::new(),
        }
    }

    fn run() -> Run {
        Run::new(7, Duration::from_secs(2), Duration::from_secs(20))
    }

    #[test]
    fn a_good_run_reports_no_more_than_was_seen() {
        insta::assert_snapshot!("good", report(&run(), &[model("threads", 30), model("async", 30)]));
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
