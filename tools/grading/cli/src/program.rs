//! The test program of an exercise: how it is run, and what the learner's code printed, among what the test harness prints.

use crate::{exercise::Exercise, reports::Reports, session::Session};
use anyhow::Context as _;
use std::{path::Path, process::Command, time::Duration};
use support::{Finished, printable, run_with_limit};

/// How much is kept of what the learner's code prints: the end, as in a terminal.
const LINES: usize = 100;
const BYTES: usize = 8 * 1024;

/// The test program of an exercise.
#[derive(Clone, Copy)]
pub(crate) struct Program<'a, 'b> {
    pub(crate) session: &'b Session<'a>,
    pub(crate) exercise: &'a Exercise,
    pub(crate) file: &'b Path,
    /// Where reports may be kept meanwhile.
    pub(crate) scratch: &'b Path,
}

impl Program<'_, '_> {
    /// Runs it as `cargo test` would, and calls `look` now and then meanwhile.
    pub(crate) fn run(
        self,
        arguments: &[&str],
        limit: Duration,
        reports: Option<&Reports>,
        look: &mut dyn FnMut(),
    ) -> anyhow::Result<Finished> {
        let mut command = Command::new(self.file);
        command.args(arguments).current_dir(&self.exercise.package_folder);
        command.env("CARGO_MANIFEST_DIR", &self.exercise.package_folder).env("RUST_BACKTRACE", "0");
        let input = reports.map_or("", |reports| reports.ask(&mut command));
        run_with_limit(command, input, limit, &self.session.supervisor, look)
            .with_context(|| format!("could not run {}", self.file.display()))
    }

    /// The names of all its tests: checks, and those in the learner's file, which have a `::` in it.
    pub(crate) fn tests(self) -> anyhow::Result<Vec<String>> {
        let limit = self.session.limits.checks;
        let finished = self.run(&["--list", "--format", "terse"], limit, None, &mut || ())?;
        let names = finished.output.lines().filter_map(|line| line.strip_suffix(": test"));
        Ok(names.map(str::to_owned).collect())
    }
}

/// The end of what the learner's code printed while these checks, or tests of the learner's own, ran.
pub(crate) fn printed(output: &str, checks: &[String]) -> String {
    // What checks have signed and marked stands between NULs.
    let output: String = output.split('\0').step_by(2).collect();
    let lines: Vec<_> = output.lines().filter_map(|line| of_learner(line, checks)).collect();
    let lines = &lines[lines.len().saturating_sub(LINES)..];
    let text = printable(lines.join("\n").trim_matches('\n'));
    let from = text.ceil_char_boundary(text.len().saturating_sub(BYTES));
    text[from..].to_owned()
}

/// What of a line is not the harness's.
fn of_learner<'a>(line: &'a str, checks: &[String]) -> Option<&'a str> {
    let harness = ["running ", "test result: ", "failures:", "note: run with `RUST_BACKTRACE"];
    if harness.iter().any(|start| line.starts_with(start)) || checks.iter().any(|check| line.trim() == check)
    {
        return None;
    }
    // Another thread may have printed before the harness had ended its line.
    let result = line.strip_prefix("test ").and_then(|rest| rest.split_once(" ... "));
    let Some((_, rest)) = result.filter(|(name, _)| checks.iter().any(|check| check == name)) else {
        return Some(line);
    };
    (!matches!(rest, "ok" | "FAILED")).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_the_harness_are_left_out_and_those_of_the_learner_stay() {
        let output = "\nrunning 2 tests\nread 4 bytes\n\ntest b ... FAILED\ntest a ... running late\n\x1b[2Jtest c ... ok\n\0signed\0\n\
                      failures:\n\nfailures:\n    b\n\ntest result: FAILED. 1 passed\n";
        let checks = ["a".to_owned(), "b".to_owned()];
        assert_eq!(printed(output, &checks), "read 4 bytes\n\nrunning late\n\\u{1b}[2Jtest c ... ok");
        assert_eq!(printed("\nrunning 1 test\ntest a ... ok\n\ntest result: ok.\n", &checks), "");
    }

    #[test]
    fn of_a_test_that_failed_its_own_words_are_kept() {
        let output = "\nrunning 1 test\n\x1b[2Jno\nnote: run with `RUST_BACKTRACE=1`\ntest exercise::b ... FAILED\n\n\
                      failures:\n\nfailures:\n    exercise::b\n\ntest result: FAILED.\n";
        assert_eq!(printed(output, &["exercise::b".to_owned()]), "\\u{1b}[2Jno");
    }

    #[test]
    fn of_a_flood_the_end_is_kept() {
        let flood = (0..100_000).map(|number| number.to_string()).collect::<Vec<_>>().join("\n");
        let kept = printed(&flood, &[]);
        assert!(kept.starts_with("99900\n") && kept.ends_with("\n99999"), "{kept}");
        assert!(printed(&"é".repeat(1 << 20), &[]).len() <= BYTES);
    }
}
