//! Exercises whose grading files differ from git are not graded: which files those are, and what is said about them.

use crate::{
    checks::named_in,
    comparison::{COMMON, Comparison, OF_A_PACKAGE},
    exercise::Exercise,
    git::git_text,
    workspace::Workspace,
};
use std::path::Path;

/// A message for each changed file that judges the exercise.
pub(crate) fn messages(comparison: &Comparison, workspace: &Workspace, exercise: &Exercise) -> Vec<String> {
    let changed = comparison.result.iter().flat_map(|compared| &compared.changed);
    let judging = changed.filter(|file| judges(file, workspace, exercise));
    let mut messages: Vec<_> = judging.map(|file| message(&comparison.against, workspace, file)).collect();
    // This is seen even where nothing can be compared; and cargo would build none of its neighbours either.
    if messages.is_empty() && !exercise.grader().exists() {
        messages.push(message(&comparison.against, workspace, &workspace.relative(&exercise.grader())));
    }
    messages
}

/// The checks that there should be: those of the commit, so that nobody gains by having fewer.
pub(crate) fn checks(comparison: &Comparison, workspace: &Workspace, exercise: &Exercise) -> Vec<String> {
    let original = format!("{}:./{}", comparison.against, workspace.relative(&exercise.grader()));
    let original = git_text(&workspace.root, &["cat-file", "blob", &original]);
    original.map_or_else(|_| exercise.checks(), |grader| named_in(&grader))
}

fn judges(file: &str, workspace: &Workspace, exercise: &Exercise) -> bool {
    let file = Path::new(file);
    file.starts_with(workspace.relative(&exercise.folder))
        || exercise
            .packages
            .iter()
            .map(|package| workspace.relative(package))
            .any(|package| OF_A_PACKAGE.iter().any(|name| file == Path::new(&package).join(name)))
        || COMMON.iter().any(|common| file.starts_with(common))
}

fn message(against: &str, workspace: &Workspace, file: &str) -> String {
    let how = if workspace.root.join(file).exists() { "differs from the one in git" } else { "is missing" };
    format!(
        "Not graded: {file} {how}, and the verdict depends on it.\n\n\
         Compared with the commit: {against}\n\
         Restore it: git restore --source={against} -- {file}\n\
         (If git does not know the file, remove it instead.)\n"
    )
}
