//! The tests that learners write into their own file: they are run and told, and do not score.

use crate::{grade::Run, printable::printable};
use std::time::{Duration, Instant};

/// How long they may take together, at most.
const LIMIT: Duration = Duration::from_secs(10);

/// What became of them.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct OwnTests {
    pub(crate) passed: usize,
    /// Those that did not pass, with those that were not done in time.
    pub(crate) failed: usize,
    /// What the ones that failed said.
    pub(crate) output: String,
}

impl OwnTests {
    /// Runs each in a program of its own, where it can do no harm to the checks, and what it prints need not be kept.
    pub(crate) fn run(run: Run<'_, '_>, names: &[String]) -> anyhow::Result<Option<Self>> {
        let (start, limit) = (Instant::now(), LIMIT.min(run.limits.checks));
        let mut own = Self::default();
        for name in names {
            let left = limit.saturating_sub(start.elapsed());
            let ended = run.run(&["--exact", "--nocapture", name], left, None, &mut || ())?;
            if ended.status.is_some_and(|status| status.success()) {
                own.passed += 1;
                continue;
            }
            own.failed += 1;
            own.output.extend(["---- ", name, " ----\n", &said(&ended.output)]);
            if ended.status.is_none() {
                own.failed += names.len() - own.passed - own.failed;
                own.output.push_str("They took too long, and were stopped.\n");
                break;
            }
        }
        Ok((!names.is_empty()).then_some(own))
    }
}

/// What a test said, without what the harness says about it.
fn said(output: &str) -> String {
    let said = output.split("\nfailures:\n").next().unwrap_or_default();
    let harness = ["running 1 test", "test ", "note: run with `RUST_BACKTRACE"];
    let said = said.lines().filter(|line| !harness.iter().any(|start| line.starts_with(start)));
    let said = said.map(|line| line.to_owned() + "\n").collect::<String>();
    printable(said.trim_matches('\n')) + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_test_that_failed_its_own_words_are_kept() {
        let output = "\nrunning 1 test\n\x1b[2Jno\nnote: run with `RUST_BACKTRACE=1`\ntest exercise::b ... FAILED\n\n\
                      failures:\n\nfailures:\n    exercise::b\n\ntest result: FAILED.\n";
        assert_eq!(said(output), "\\u{1b}[2Jno\n");
    }
}
