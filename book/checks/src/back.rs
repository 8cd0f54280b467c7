//! The way back: every exercise names the section that asks for it, by its title and its file.

use crate::{
    book::{Book, Chapter},
    exercises::asked_for,
    problem::Problem,
    workspace::Workspace,
};
use std::{fs, path::Path};

/// With what a section is named, in front of its file.
const FOLDER: &str = "(book/src/";

pub(crate) fn check(root: &Path, book: &Book, workspace: &Workspace, problems: &mut Vec<Problem>) {
    for (exercise, chapter, _) in book.chapters.iter().flat_map(asked_for) {
        let Some(folder) = workspace.folder(exercise) else { continue };
        let section = section(chapter);
        for name in ["exercise.rs", "grade.rs"] {
            let file = format!("{folder}/{name}");
            let Ok(text) = fs::read_to_string(root.join(&file)) else { continue };
            problems.extend(faults(&file, &text, &section));
        }
    }
}

/// As an exercise names it: `part 2, "End of stream and half-close" (book/src/2-echo/half-close.md)`.
fn section(chapter: &Chapter) -> String {
    let part = chapter.part().unwrap_or_default();
    format!("part {part}, \"{}\" {FOLDER}{})", chapter.title(), chapter.path)
}

/// Where a file names another section, or none.
///
/// A learner may strike out what stands above the task; a stub that was not begun has it all.
fn faults(file: &str, text: &str, section: &str) -> Vec<Problem> {
    let problem = |line, reason| Problem { file: file.to_owned(), line, reason };
    let lines = text.lines().map(|line| line.replace(['`', '\\'], "")).zip(1..);
    let named: Vec<_> = lines.filter(|(line, _)| line.contains(FOLDER)).collect();
    if named.is_empty() && (file.ends_with("grade.rs") || text.contains("todo!(")) {
        return vec![problem(1, format!("does not name the section that asks for it: {section}"))];
    }
    let wrong = named.into_iter().filter(|(line, _)| !line.contains(section));
    wrong.map(|(_, line)| problem(line, format!("the section that asks for it is now: {section}"))).collect()
}
