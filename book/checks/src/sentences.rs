//! The specification numbers its sentences, and `cargo conformance` has a check for each, or the page says why there is none.

use crate::{
    book::{Book, Chapter},
    problem::Problem,
    workspace::Workspace,
};
use conformance::{Check, Subject};
use std::collections::BTreeMap;

/// The page with the sentences.
const PAGE: &str = "protocol.md";

/// How the anchor of a sentence begins, up to its id.
const ANCHOR: &str = "<a class=\"sentence\" id=\"";

/// How the title of a sentence begins that no check is about. The reason follows.
const NOT_CHECKED: &str = "title=\"Not checked: ";

/// A sentence: its line, and whether the page says why there is no check.
type Sentence = (usize, bool);

/// Sentences without a check and checks without a sentence, and checks whose page or exercise there is not.
pub(crate) fn check(book: &Book, workspace: &Workspace, problems: &mut Vec<Problem>) {
    let Some(page) = book.chapter(PAGE) else { return };
    let checks: Vec<_> = Subject::ALL
        .iter()
        .flat_map(|subject| subject.sections())
        .flat_map(|section| section.checks.iter().map(move |check| (section.name, check)))
        .collect();
    let sentences = sentences(page, problems);
    for (section, check) in &checks {
        let mut complain = |reason: String| {
            problems.push(Problem {
                file: format!("tools/conformance/src/sections ({section})"),
                line: 1,
                reason: format!("`{}`: {reason}", check.name),
            });
        };
        if check.sentences().is_empty() {
            complain("names no sentence of the specification".to_owned());
        }
        for id in check.sentences().iter().filter(|id| !sentences.contains_key(**id)) {
            complain(format!("`{PAGE}` has no sentence {id}"));
        }
        if let Some(reason) = wrong_lesson(book, workspace, check) {
            complain(reason);
        }
    }
    for (id, (line, is_excused)) in sentences {
        let is_checked = checks.iter().any(|(_, check)| check.sentences().contains(&id.as_str()));
        if is_checked == is_excused {
            let reason = if is_excused {
                format!("{id} has a check, so its title must not say why there is none")
            } else {
                format!("no check of `cargo conformance` names {id}, and no `{NOT_CHECKED}…\"` says why")
            };
            problems.push(page.problem(line, reason));
        }
    }
}

/// The sentences of the page, by their ids.
fn sentences(page: &Chapter, problems: &mut Vec<Problem>) -> BTreeMap<String, Sentence> {
    let mut sentences = BTreeMap::new();
    for (text, line) in page.source.lines().zip(1..) {
        for anchor in text.split(ANCHOR).skip(1) {
            let Some((id, rest)) = anchor.split_once('"') else { continue };
            let is_excused = rest.split('>').next().is_some_and(|tag| tag.contains(NOT_CHECKED));
            if sentences.insert(id.to_owned(), (line, is_excused)).is_some() {
                problems.push(page.problem(line, format!("there are two sentences {id}")));
            }
        }
    }
    sentences
}

/// What is wrong with the page to which a check sends its readers.
fn wrong_lesson(book: &Book, workspace: &Workspace, check: &Check) -> Option<String> {
    let lesson = check.lesson;
    let Some(chapter) = book.chapter(lesson.page) else {
        return Some(format!("there is no page `{}`", lesson.page));
    };
    if chapter.title() != lesson.title {
        return Some(format!("`{}` is called \"{}\" now", lesson.page, chapter.title()));
    }
    let exercise = lesson.exercise?;
    let is_asked_for = workspace.exercises().any(|(test, _)| {
        test.ends_with(&format!("_{exercise}"))
            && chapter.page.fences_of("exercise-").any(|(name, _)| name == test)
    });
    (!is_asked_for).then(|| format!("`{}` does not ask for the exercise `{exercise}`", lesson.page))
}
