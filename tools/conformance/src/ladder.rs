//! Where a server stands: how far up the ladder it is, what comes next, and how to see that again.

use crate::report::Report;

/// What to say at the end of a run, line by line.
pub(crate) fn standing(report: &Report, command: &str) -> Vec<String> {
    let mut lines = Vec::new();
    if report.whole {
        lines.push(position(report));
    } else {
        let passed = report.outcomes.iter().filter(|outcome| outcome.is_fine()).count();
        lines.push(format!("{passed} of {} checks passed.", report.outcomes.len()));
    }
    lines.extend(next(report, command));
    lines
}

/// The last section that is passed, and the first that is not.
fn position(report: &Report) -> String {
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
    Some(format!("Next: mend {place}, then: cargo conformance {subject} {place} {command}"))
}
