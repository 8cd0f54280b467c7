//! The five verdicts, on an exercise and on each of its checks.

use clap::builder::styling::{AnsiColor, Style};

/// How an exercise, or one of its checks, stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Passed,
    Failed,
    TimedOut,
    DoesNotCompile,
    NotStarted,
}

impl Verdict {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::TimedOut => "timed out",
            Self::DoesNotCompile => "does not compile",
            Self::NotStarted => "not started",
        }
    }

    pub(crate) fn sign(self) -> char {
        match self {
            Self::Passed => '✓',
            Self::NotStarted => '·',
            Self::Failed | Self::TimedOut | Self::DoesNotCompile => '✗',
        }
    }

    pub(crate) fn style(self) -> Style {
        match self {
            Self::Passed => AnsiColor::Green.on_default(),
            Self::NotStarted => Style::new().dimmed(),
            Self::Failed | Self::TimedOut | Self::DoesNotCompile => AnsiColor::Red.on_default(),
        }
    }

    /// The verdict on an exercise from those on its checks.
    ///
    /// A check that failed knows more than one that timed out, and what is half written has begun.
    pub(crate) fn of_all(checks: &[Self]) -> Self {
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
