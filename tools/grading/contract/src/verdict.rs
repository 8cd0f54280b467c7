//! The five verdicts, on an exercise and on each of its checks.

/// How an exercise, or one of its checks, stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The check passed, or all of them.
    Passed,
    /// A check found something else than its requirement.
    Failed,
    /// The learner's code, or the compiler, did not come to an end.
    TimedOut,
    /// There is no program to check.
    DoesNotCompile,
    /// There is still a `todo!()` in the learner's code.
    NotStarted,
}

impl Verdict {
    const ALL: [Self; 5] =
        [Self::Passed, Self::Failed, Self::TimedOut, Self::DoesNotCompile, Self::NotStarted];

    /// As it is shown, reported, and written in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::TimedOut => "timed out",
            Self::DoesNotCompile => "does not compile",
            Self::NotStarted => "not started",
        }
    }

    /// The verdict of this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.word() == word)
    }

    /// The verdict on an exercise from those on its checks.
    ///
    /// A check that failed knows more than one that timed out, and what is half written has begun.
    #[must_use]
    pub fn of_all(checks: &[Self]) -> Self {
        let all = |verdict| !checks.is_empty() && checks.iter().all(|check| *check == verdict);
        let any = |verdict| checks.contains(&verdict);
        match () {
            () if all(Self::Passed) => Self::Passed,
            () if all(Self::NotStarted) => Self::NotStarted,
            () if any(Self::TimedOut) && !any(Self::Failed) => Self::TimedOut,
            () => Self::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{self, *};

    #[test]
    fn an_exercise_is_passed_when_all_of_its_checks_are() {
        for (checks, verdict) in [
            (&[Passed, Passed][..], Passed),
            (&[Passed, NotStarted], Failed),
            (&[NotStarted, NotStarted], NotStarted),
            (&[Passed, TimedOut, NotStarted], TimedOut),
            (&[TimedOut, Failed], Failed),
            (&[], Failed),
        ] {
            assert_eq!(Verdict::of_all(checks), verdict, "{checks:?}");
        }
    }
}
