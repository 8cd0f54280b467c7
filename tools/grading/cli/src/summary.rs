//! The end of a grading: the points, and what to do next.

use crate::{comparison::Comparison, exercise::Exercise, next::next, outcome::Outcome, text::Text};
use std::io;

impl Text<'_> {
    /// The points, and what to do next.
    pub(crate) fn summary(&mut self, outcomes: &[Outcome<'_>], comparison: &Comparison) -> io::Result<()> {
        let points: u64 = outcomes.iter().map(Outcome::points).sum();
        let maximum: u64 = outcomes.iter().map(Outcome::maximum).sum();
        self.page.line("")?;
        if let Err(problem) = &comparison.result {
            self.page.line(&format!("(cannot compare the checks with those in git: {problem})"))?;
        }
        let line_ends = comparison.result.as_ref().map_or(0, |compared| compared.line_ends.len());
        if line_ends > 0 {
            self.page
                .line(&format!("({line_ends} grading files differ from git in their line endings only)"))?;
        }
        self.page.line(&format!("points: {points} of {maximum}"))?;
        match next(self.workspace, outcomes) {
            Some(exercise) => self.next(exercise),
            None => self.page.line("All exercises have passed."),
        }
    }

    fn next(&mut self, exercise: &Exercise) -> io::Result<()> {
        let Exercise { name, title, .. } = exercise;
        self.page.line(&format!("\nNext: {} {name}, {title}", exercise.place()))?;
        self.page.line(&format!("  edit   {}", self.workspace.relative(&exercise.file())))?;
        self.page.line(&format!("  grade  cargo grade {name}"))?;
        self.page.line(&format!("  hint   cargo grade hint {name}"))
    }
}
