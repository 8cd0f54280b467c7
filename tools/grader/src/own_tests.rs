//! The tests that learners write into their own file: they are run and told, and do not score.

use crate::grade::Run;
use std::time::Duration;

/// How long they may take together, at most.
const LIMIT: Duration = Duration::from_secs(10);

/// What became of them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OwnTests {
    pub(crate) passed: usize,
    /// Those that did not pass, with those that were not done in time.
    pub(crate) failed: usize,
    /// What the ones that failed said.
    pub(crate) output: String,
}

impl OwnTests {
    /// Runs them in a program of their own, where they can do no harm to the checks.
    pub(crate) fn run(run: Run<'_, '_>, count: usize) -> anyhow::Result<Option<Self>> {
        if count == 0 {
            return Ok(None);
        }
        let ended = run.run(&["::"], LIMIT.min(run.limit), None, &mut || ())?;
        let mut own = Self::read(&ended.output, count);
        if ended.status.is_none() {
            own.output.push_str("They took too long, and were stopped.\n");
        }
        Ok(Some(own))
    }

    fn read(output: &str, count: usize) -> Self {
        let lines = output.lines().filter(|line| line.starts_with("test "));
        let passed = lines.filter(|line| line.ends_with("... ok") || line.ends_with("... ignored")).count();
        // Between the harness's first and second "failures:" is what the tests said.
        let said = output.split("\nfailures:\n").nth(1).unwrap_or_default();
        let said = said.lines().filter(|line| !line.starts_with("note: run with `RUST_BACKTRACE"));
        let said = said.map(|line| line.to_owned() + "\n").collect::<String>();
        Self { passed, failed: count.saturating_sub(passed), output: said.trim_start().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_failed_ones_said_is_kept() {
        let output = "running 3 tests\ntest exercise::a ... ok\ntest exercise::b ... FAILED\n\nfailures:\n\n\
                      ---- exercise::b stdout ----\nno\nnote: run with `RUST_BACKTRACE=1`\n\nfailures:\n    exercise::b\n\ntest result: FAILED.\n";
        let own = OwnTests::read(output, 3);
        assert_eq!((own.passed, own.failed), (1, 2));
        assert_eq!(own.output, "---- exercise::b stdout ----\nno\n");
    }
}
