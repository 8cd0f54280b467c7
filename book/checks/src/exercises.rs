//! Every exercise is asked for by exactly one section, and a part's exercises are numbered in the order of its pages.

use crate::{
    book::{Book, Chapter},
    page::Fence,
    problem::Problem,
    workspace::Workspace,
};
use support::cargo::parse_exercise;

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
    check_order(&asked, problems);
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

/// Exercises that a reader meets after one with a greater number.
fn check_order(asked: &[(&str, &Chapter, &Fence)], problems: &mut Vec<Problem>) {
    let placed: Vec<_> = asked
        .iter()
        .filter_map(|asked| {
            let (stage, number, _) = parse_exercise(asked.0)?;
            Some(((stage, number), asked))
        })
        .collect();
    for (index, ((stage, number), (name, chapter, fence))) in placed.iter().enumerate() {
        let mut before = placed[..index].iter();
        let greater = before.find(|((other, earlier), _)| other == stage && earlier > number);
        if let Some((_, (other, ..))) = greater {
            let reason =
                format!("`{name}` comes after `{other}`: exercises are numbered in the order of the pages");
            problems.push(chapter.problem(fence.line, reason));
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
