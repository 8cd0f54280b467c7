//! Every exercise is asked for by exactly one section, which its files name, and a part's exercises are numbered in the
//! order of its pages.

use crate::{
    book::{Book, Chapter},
    page::Fence,
    problem::{Problem, read},
    workspace::Workspace,
};
use std::{collections::BTreeMap, fs, path::Path};
use support::cargo::parse_exercise;

/// What stands before an exercise's name after the fence that asks for it.
const CLASS: &str = "exercise-";

/// With what a section is named, in front of its file.
const FOLDER: &str = "(book/src/";

/// What a stub has, and code that somebody has finished has not.
const STUB: &str = "todo!(";

/// What the paragraph of a stub begins with that says what to do.
const TASK: &str = "**Your task:**";

/// An exercise that a fence of a chapter asks for.
type Asked<'a> = (&'a str, &'a Chapter, &'a Fence);

/// The exercises that the chapters ask for, in the order of the book.
fn asked(book: &Book) -> impl Iterator<Item = Asked<'_>> {
    book.chapters.iter().flat_map(|chapter| {
        chapter.page.fences_of(CLASS).map(move |(exercise, fence)| (exercise, chapter, fence))
    })
}

pub(crate) fn check(book: &Book, workspace: &Workspace, problems: &mut Vec<Problem>) {
    let asked: Vec<_> = asked(book).collect();
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
fn check_order(asked: &[Asked<'_>], problems: &mut Vec<Problem>) {
    let placed = asked.iter().filter_map(|asked| {
        let (stage, number, _) = parse_exercise(asked.0)?;
        Some((stage, number, asked))
    });
    let placed: Vec<_> = placed.collect();
    for (index, (stage, number, (name, chapter, fence))) in placed.iter().enumerate() {
        let mut before = placed[..index].iter();
        if let Some((.., (other, ..))) = before.find(|before| before.0 == *stage && before.1 > *number) {
            let reason =
                format!("`{name}` comes after `{other}`: exercises are numbered in the order of the pages");
            problems.push(chapter.problem(fence.line, reason));
        }
    }
}

/// What stands over a table of exercises.
const HEAD: &str = "| Exercise | Section |\n| --- | --- |\n";

/// For each part of the book a table of its exercises, in Markdown: what each is about, and the section that asks for it.
///
/// # Errors
///
/// When the book or an exercise cannot be read.
pub fn exercise_tables(root: &Path, workspace: &Workspace) -> anyhow::Result<Vec<String>> {
    let book = Book::read(root, &mut Vec::new())?;
    let mut tables = BTreeMap::new();
    for (exercise, chapter, _) in asked(&book) {
        let (Some((stage, number, name)), Some(test)) =
            (parse_exercise(exercise), workspace.tests.get(exercise))
        else {
            continue;
        };
        let grader = read(&root.join(&test.folder).join("grade.rs"))?;
        let title = grader.lines().next().unwrap_or_default();
        let title = title.trim_start_matches("//! ").trim_end_matches('.');
        // Where the screen is small, a long name may be broken.
        let name = name.replace('_', "_<wbr>");
        let (section, page) = (chapter.title(), &chapter.path);
        let row = format!(
            "| {stage}.{number} {title}<br><code>cargo grade {name}</code> | [{section}]({page}#{exercise}) |\n"
        );
        tables.entry(stage).or_insert_with(|| HEAD.to_owned()).push_str(&row);
    }
    Ok(tables.into_values().collect())
}

/// The way back: the files of an exercise that name another section than the one which asks for it, or none.
pub(crate) fn check_sections(root: &Path, book: &Book, workspace: &Workspace, problems: &mut Vec<Problem>) {
    for (exercise, chapter, _) in asked(book) {
        let Some(known) = workspace.tests.get(exercise) else { continue };
        for name in ["exercise.rs", "grade.rs"] {
            let file = format!("{}/{name}", known.folder);
            let Ok(text) = fs::read_to_string(root.join(&file)) else { continue };
            problems.extend(faults(&file, &text, &section(chapter)));
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
    if named.is_empty() && (file.ends_with("grade.rs") || text.contains(STUB)) {
        return vec![problem(1, format!("does not name the section that asks for it: {section}"))];
    }
    if text.contains(STUB) && file.ends_with("exercise.rs") && !text.contains(TASK) {
        return vec![problem(1, format!("has no paragraph `{TASK}`, which pages show"))];
    }
    let wrong = named.into_iter().filter(|(line, _)| !line.contains(section));
    wrong.map(|(_, line)| problem(line, format!("the section that asks for it is now: {section}"))).collect()
}
