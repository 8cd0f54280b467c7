//! A macro of the answer that would take the place of one in the checks.
//!
//! The answer is a module of the checks' crate. Its macros stay inside, unless it exports them to the crate or leaves them
//! to what follows (<https://doc.rust-lang.org/reference/macros-by-example.html#scoping-exporting-and-importing>). Then a
//! `format!` of the answer's is the one that the checks use. Either takes an attribute, whose name stands somewhere in
//! the files of the answer, so that is what we look for.

use crate::{built::read, exercise::Exercise, workspace::Workspace};
use std::path::Path;

/// The attributes by which a macro leaves its module.
const LEAVE: [&str; 2] = ["macro_export", "macro_use"];

/// A message for each file of the answer, among those of its program, that names such an attribute.
pub(crate) fn messages(
    workspace: &Workspace,
    exercise: &Exercise,
    sources: &[impl AsRef<Path>],
) -> Vec<String> {
    let files = sources.iter().map(AsRef::as_ref).filter(|file| *file != exercise.grader());
    let named = files.filter_map(|file| {
        let text = read(file).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        LEAVE.iter().find(|attribute| text.contains(**attribute)).map(|attribute| (file, *attribute))
    });
    named.map(|(file, attribute)| message(&workspace.relative(file), attribute)).collect()
}

fn message(file: &str, attribute: &str) -> String {
    format!(
        "Not graded: `{attribute}` is in {file}.\n\n\
         A macro that leaves its file could take the place of one that the checks use, such as `format!`.\n\
         Macros of your own are welcome: without `{attribute}` they work in your file, below the place where they are \
         defined.\n"
    )
}
