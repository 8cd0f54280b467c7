//! Which exercise is the next one to do.

use crate::{cached_verdict::has_passed, exercise::Exercise, outcome::Outcome, workspace::Workspace};

/// The first exercise that has not passed, in the order of the book. One that was not graded now counts as it was graded
/// last, if its files have not changed since.
pub(crate) fn next<'a>(workspace: &'a Workspace, outcomes: &[Outcome<'a>]) -> Option<&'a Exercise> {
    workspace.exercises.iter().find(|exercise| {
        let now = outcomes.iter().find(|outcome| outcome.exercise.target == exercise.target);
        !now.map_or_else(|| has_passed(workspace, exercise), Outcome::passed)
    })
}
