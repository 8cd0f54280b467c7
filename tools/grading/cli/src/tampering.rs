//! Exercises that are not graded, because their grading files differ from git, or a macro of the answer reaches their checks.

use crate::{
    comparison::{Comparison, judging},
    exercise::{Exercise, checks_in, text_of},
    workspace::Workspace,
};
use std::path::Path;

/// The attributes by which a macro leaves its module.
const EXPORTS: [&str; 2] = ["macro_export", "macro_use"];

/// A message for each changed file that judges the exercise.
pub(crate) fn changed_files(
    comparison: &Comparison,
    workspace: &Workspace,
    exercise: &Exercise,
) -> Vec<String> {
    let judging = judging(workspace, exercise);
    let judges = |file: &&String| judging.iter().any(|path| Path::new(file).starts_with(path));
    let changed = comparison.changed.iter().flatten().filter(judges);
    let mut messages: Vec<_> = changed.map(|file| message(&comparison.against, workspace, file)).collect();
    // This is seen even where nothing can be compared; and cargo would build none of its neighbours either.
    if messages.is_empty() && !exercise.grader().exists() {
        messages.push(message(&comparison.against, workspace, &workspace.relative(&exercise.grader())));
    }
    messages
}

/// The checks that there should be: those of the commit, so that nobody gains by having fewer.
pub(crate) fn checks(comparison: &Comparison, workspace: &Workspace, exercise: &Exercise) -> Vec<String> {
    let original = format!("{}:./{}", comparison.against, workspace.relative(&exercise.grader()));
    let original = workspace.git_text(&["cat-file", "blob", &original]);
    original.map_or_else(|_| exercise.checks(), |grader| checks_in(&grader))
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

/// A message for each file of the answer, among those of its program, that exports a macro.
///
/// The answer is a module of the checks' crate. Its macros stay inside, unless it exports them to the crate or leaves them
/// to what follows (<https://doc.rust-lang.org/reference/macros-by-example.html#scoping-exporting-and-importing>). Then a
/// `format!` of the answer's is the one that the checks use. Either takes an attribute, whose name stands somewhere in
/// the files of the answer.
pub(crate) fn exported_macros(
    workspace: &Workspace,
    exercise: &Exercise,
    sources: &[impl AsRef<Path>],
) -> Vec<String> {
    let files = sources.iter().map(AsRef::as_ref).filter(|file| *file != exercise.grader());
    let named = files.filter_map(|file| {
        let text = text_of(file);
        EXPORTS.iter().find(|attribute| text.contains(**attribute)).map(|attribute| (file, *attribute))
    });
    named.map(|(file, attribute)| exports(&workspace.relative(file), attribute)).collect()
}

fn exports(file: &str, attribute: &str) -> String {
    format!(
        "Not graded: `{attribute}` is in {file}.\n\n\
         A macro that leaves its file could take the place of one that the checks use, such as `format!`.\n\
         Macros of your own are welcome: without `{attribute}` they work in your file, below the place where they are \
         defined.\n"
    )
}
