//! A report as people read it: a line for each check, the messages of a section below it, and the ladder at the end.

use crate::report::{Outcome, Report, Verdict};
use clap::builder::styling::{AnsiColor, Style};
use std::io;
use support::Console;

/// How many messages of a section are shown. One fault often fails several checks.
const MESSAGES: usize = 3;

/// The text, written as the results come.
pub(crate) struct TextReport {
    pub(crate) console: Console,
    /// Every message, not only the first few of a section.
    pub(crate) all: bool,
    /// The options that say what is judged, for commands to be repeated.
    pub(crate) command: String,
    /// The section whose checks are shown.
    section: usize,
}

impl TextReport {
    pub(crate) fn new(all: bool, command: String) -> Self {
        Self { console: Console::stdout(), all, command, section: 0 }
    }

    /// A line for a check that has ended; before the first of a section the messages of the last, and its heading.
    pub(crate) fn result(&mut self, report: &Report, index: usize) -> io::Result<()> {
        if report.unusable.is_some() {
            return Ok(());
        }
        let outcome = &report.outcomes[index];
        if self.section != outcome.section {
            let gap = if self.section > 0 { "\n" } else { "" };
            self.messages(report)?;
            self.section = outcome.section;
            let title = report.subject.sections()[outcome.section - 1].title;
            self.console.verbatim(&format!("{gap}Section {}, {title}", outcome.section))?;
        }
        self.console.line(&result_line(outcome))
    }

    /// What went wrong in the section that has ended.
    fn messages(&mut self, report: &Report) -> io::Result<()> {
        let of_section = report.outcomes.iter().filter(|outcome| outcome.section == self.section);
        let failed: Vec<_> = of_section.filter(|outcome| outcome.is_failure()).collect();
        let shown = if self.all { failed.len() } else { failed.len().min(MESSAGES) };
        for outcome in &failed[..shown] {
            let title = format!("{} {}", outcome.place(), outcome.check.name);
            self.console.verbatim(&format!("\n{}", heading(outcome, &title)))?;
            self.console.message(&outcome.message)?;
        }
        if let Some(hidden) = failed.get(shown..).filter(|hidden| !hidden.is_empty()) {
            let places: Vec<_> = hidden.iter().map(|outcome| outcome.place()).collect();
            self.console.verbatim("")?;
            self.console.line(&format!(
                "{} more in this section: {}. With --all, their messages are shown, too.",
                hidden.len(),
                places.join(", ")
            ))?;
        }
        Ok(())
    }

    /// The ladder, where the server stands, and what is next.
    pub(crate) fn summary(&mut self, report: &Report) -> io::Result<()> {
        self.messages(report)?;
        if let Some(why) = &report.unusable {
            return self.console.message(&format!("There is no {} to judge: {why}", report.subject.kind()));
        }
        if report.whole {
            self.console.verbatim("\nThe ladder:")?;
            for (number, section, outcomes) in report.sections() {
                self.console.line(&rung(number, section.name, &outcomes))?;
            }
        }
        self.console.verbatim("")?;
        self.console.line(&position(report))?;
        next(report, &self.command).map_or(Ok(()), |line| self.console.line(&line))
    }
}

fn rung(number: usize, name: &str, outcomes: &[&Outcome]) -> String {
    let passed = outcomes.iter().filter(|outcome| outcome.verdict == Verdict::Passed).count();
    let (style, sign) = if outcomes.iter().all(|outcome| outcome.verdict == Verdict::NotRun) {
        return format!("  · {number:>2} {name:<12} not run");
    } else if outcomes.iter().all(|outcome| outcome.is_fine()) {
        (AnsiColor::Green.on_default(), '✓')
    } else {
        (AnsiColor::Red.on_default(), '✗')
    };
    format!("  {style}{sign}{style:#} {number:>2} {name:<12} {passed} of {} checks", outcomes.len())
}

fn result_line(outcome: &Outcome) -> String {
    let name = format!("{:<5} {}", outcome.place(), outcome.check.name);
    let verdict = match outcome.verdict {
        Verdict::Passed => String::new(),
        Verdict::Skipped => return format!("  {}: skipped, {}", heading(outcome, &name), outcome.message),
        verdict => format!(": {}", verdict.word()),
    };
    let level = if outcome.check.is_required() { "" } else { " (recommended)" };
    format!("  {}{verdict}{level}", heading(outcome, &name))
}

fn heading(outcome: &Outcome, title: &str) -> String {
    let (style, sign): (Style, char) = match outcome.verdict {
        Verdict::Passed => (AnsiColor::Green.on_default(), '✓'),
        Verdict::Failed | Verdict::TimedOut if outcome.is_fine() => (AnsiColor::Yellow.on_default(), '!'),
        Verdict::Failed | Verdict::TimedOut => (AnsiColor::Red.on_default(), '✗'),
        Verdict::NotRun | Verdict::Skipped => (Style::new().dimmed(), '·'),
    };
    format!("{style}{sign}{style:#} {title}")
}

/// The last section that is passed, and the first that is not; of some checks, how many are passed.
fn position(report: &Report) -> String {
    if !report.whole {
        let count = |is: fn(&Outcome) -> bool| report.outcomes.iter().filter(|outcome| is(outcome)).count();
        let passed = count(|outcome| outcome.verdict == Verdict::Passed);
        let mut parts = vec![format!("{passed} of {} checks passed", report.outcomes.len())];
        let recommended = count(|outcome| outcome.is_failure() && outcome.is_fine());
        let skipped = count(|outcome| outcome.verdict == Verdict::Skipped);
        let rest = [(recommended, "recommended but not passed"), (skipped, "skipped")];
        parts
            .extend(rest.iter().filter(|(count, _)| *count > 0).map(|(count, how)| format!("{count} {how}")));
        return parts.join(", ") + ".";
    }
    let sections: Vec<_> = report.sections().map(|(number, section, _)| (number, section.name)).collect();
    let passed = report.sections_passed();
    let subject = report.subject.name();
    let name = |index: usize| sections.get(index).map(|(number, name)| format!("section {number} ({name})"));
    match (passed.checked_sub(1).and_then(name), name(passed)) {
        (Some(last), Some(next)) => format!("Your {subject} passes {last}, not {next}."),
        (None, Some(next)) => format!("Your {subject} does not pass {next} yet."),
        (_, None) => format!("Your {subject} passes all {passed} sections."),
    }
}

/// The first check that did not pass, and the command that runs it alone.
fn next(report: &Report, command: &str) -> Option<String> {
    let mut failures = report.outcomes.iter().filter(|outcome| outcome.is_failure());
    let required = failures.clone().find(|outcome| !outcome.is_fine());
    let outcome = required.or_else(|| failures.next())?;
    let (subject, place) = (report.subject.name(), outcome.place());
    Some(format!("Next: fix {place}, then: cargo conformance {subject} {place} {command}"))
}
