//! Every exercise is asked for by exactly one section.

use crate::{
    book::{Book, Chapter},
    page::Fence,
    problem::Problem,
    workspace::Workspace,
};

/// What stands before an exercise's name after the fence that asks for it.
const CLASS: &str = "exercise-";

pub(crate) fn check(book: &Book, workspace: &Workspace, problems: &mut Vec<Problem>) {
    let asked: Vec<_> = book.chapters.iter().flat_map(asked_for).collect();
    for (name, chapter, fence) in &asked {
        let known = workspace.exercises().any(|(exercise, _)| exercise == *name);
        if !known {
            problems.push(chapter.problem(fence.line, format!("there is no exercise `{name}`")));
        } else if !fence.text.contains(&format!("--test {name}")) {
            let reason = format!("the command under `{CLASS}{name}` is not `cargo test --test {name}`");
            problems.push(chapter.problem(fence.line, reason));
        }
    }
    for (exercise, stage) in workspace.exercises() {
        let mut places = asked.iter().filter(|(name, ..)| *name == exercise);
        let first = places.next();
        for (_, chapter, fence) in places {
            let reason = format!("another section asks for `{exercise}` already");
            problems.push(chapter.problem(fence.line, reason));
        }
        let part = book.chapters.iter().find(|chapter| chapter.part() == Some(stage));
        if let (None, Some(part)) = (first, part) {
            let reason = format!(
                "no section of this part asks for `{exercise}`, in a fence with `console,{CLASS}{exercise}`"
            );
            problems.push(Problem::in_source("SUMMARY.md", part.listed, reason));
        }
    }
}

/// The exercises that a chapter asks for.
pub(crate) fn asked_for(chapter: &Chapter) -> impl Iterator<Item = (&str, &Chapter, &Fence)> {
    chapter.page.fences.iter().flat_map(move |fence| {
        let names = fence.info.split(',').filter_map(|word| word.trim().strip_prefix(CLASS));
        names.map(move |name| (name, chapter, fence))
    })
}
