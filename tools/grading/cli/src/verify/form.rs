//! The form of an exercise: what can be seen without building it.

use super::facts::{About, Fact, beside, file_name, rejected_by};
use crate::{
    exercise::{Exercise, HINTS, text_of},
    workspace::Workspace,
};
use std::path::Path;

/// How many wrong answers an exercise needs before its checks are believed.
const WRONG: usize = 3;

/// How many correct answers in other styles than the solution's an exercise needs before its checks are believed.
const ALSO_RIGHT: usize = 2;

/// Whether an exercise has the form that the others have.
pub(super) fn fact(workspace: &Workspace, exercise: &Exercise) -> Fact {
    let mut problems = names(workspace, exercise);
    let files = ["exercise.rs", "grade.rs", "solution.rs", "hints.md"].iter();
    let missing = files.filter(|name| !exercise.folder.join(name).exists());
    problems.extend(missing.map(|name| format!("{name} is missing")));
    problems.extend(texts(exercise));
    problems.extend(other_right_answers(exercise));
    problems.extend(wrong_answers(exercise));
    let checks = exercise.checks();
    let unknown = exercise.points.named().filter(|check| !checks.iter().any(|known| known == check));
    problems
        .extend(unknown.map(|check| format!("the manifest gives points to `{check}`, which is no check")));
    Fact { exercise: exercise.name.clone(), about: About::Form, what: "its form".into(), problems }
}

fn names(workspace: &Workspace, exercise: &Exercise) -> Vec<String> {
    let Exercise { name, target, .. } = exercise;
    let folder = file_name(&exercise.folder);
    let stage = file_name(&exercise.package_folder);
    let stage = stage.split('-').next().and_then(|number| number.parse().ok());
    let alike = |other: &&Exercise| other.name == *name || other.place() == exercise.place();
    those_that_hold([
        (folder != *name, format!("its target is called {target}, and its folder {folder}")),
        (stage != Some(exercise.stage), format!("its target is called {target}, which is not this stage's")),
        (
            exercise.tested_by_default,
            "its target lacks `test = false`, so plain `cargo test` compiles it".into(),
        ),
        (
            workspace.exercises.iter().filter(alike).count() > 1,
            "another exercise has its name or its number".into(),
        ),
    ])
}

fn texts(exercise: &Exercise) -> Vec<String> {
    let Exercise { name, target, .. } = exercise;
    let stub = text_of(&exercise.file());
    let check = |command: String| {
        (!stub.contains(&command), format!("exercise.rs does not say how to check it: {command}"))
    };
    let hints = exercise.hints().map_or(0, |hints| hints.len());
    those_that_hold([
        (exercise.title == *name, "grade.rs does not begin with a title (`//! …`)".into()),
        check(format!("`cargo test --test {target}`")),
        check(format!("`cargo grade {name}`")),
        (hints != usize::from(HINTS), format!("hints.md has {hints} levels (`## `), and not {HINTS}")),
    ])
}

/// The texts of those problems that there are.
fn those_that_hold(problems: impl IntoIterator<Item = (bool, String)>) -> Vec<String> {
    problems.into_iter().filter_map(|(holds, text)| holds.then_some(text)).collect()
}

fn other_right_answers(exercise: &Exercise) -> Vec<String> {
    let answers = beside(exercise, "also_right", "rs");
    let few = format!("it has {} answers in also_right, and not {ALSO_RIGHT}", answers.len());
    let silent = answers.iter().filter(|answer| !opens_with_a_sentence(answer)).map(|answer| {
        let name = file_name(answer);
        format!("also_right/{name} does not open with a sentence that says what is different (`//! …`)")
    });
    (answers.len() < ALSO_RIGHT).then_some(few).into_iter().chain(silent).collect()
}

/// Whether the first paragraph of a file is a comment on the file that ends in a full stop.
fn opens_with_a_sentence(file: &Path) -> bool {
    let text = text_of(file);
    let paragraph = text.lines().map_while(|line| line.strip_prefix("//! "));
    paragraph.last().is_some_and(|line| line.trim_end().ends_with('.'))
}

fn wrong_answers(exercise: &Exercise) -> Vec<String> {
    let (answers, checks) = (beside(exercise, "wrong", "rs"), exercise.checks());
    let few = format!("it has {} wrong answers, and not {WRONG}", answers.len());
    let unclear = answers.iter().filter_map(|answer| match (file_name(answer), rejected_by(answer)) {
        (name, None) => Some(format!("wrong/{name} does not say `//! Rejected by: CHECK`")),
        (_, Some(check)) if checks.contains(&check) => None,
        (name, Some(check)) => Some(format!("wrong/{name} names `{check}`, which is no check")),
    });
    let messages = beside(exercise, "wrong", "feedback");
    let orphans = messages.iter().filter(|message| !message.with_extension("rs").exists());
    let orphans = orphans.map(|message| format!("wrong/{} belongs to no wrong answer", file_name(message)));
    (answers.len() < WRONG).then_some(few).into_iter().chain(unclear).chain(orphans).collect()
}
