//! The form of an exercise: what can be seen without building it.

use super::{
    facts::{About, Fact},
    variant::{also_right, file_name, messages, rejected_by, wrong},
};
use crate::{
    exercise::Exercise,
    hint::{LEVELS, levels},
    workspace::Workspace,
};
use std::{fs, path::Path};

/// How many wrong answers an exercise needs before its checks are believed.
const WRONG: usize = 3;

/// How many correct answers in other styles than the solution's an exercise needs before its checks are believed.
const ALSO_RIGHT: usize = 2;

/// Whether an exercise has the form that the others have.
pub(super) fn facts(workspace: &Workspace, exercise: &Exercise) -> Vec<Fact> {
    let mut problems = names(workspace, exercise);
    let files = ["exercise.rs", "grade.rs", "solution.rs", "hints.md"].iter();
    let missing = files.filter(|name| !exercise.folder.join(name).exists());
    problems.extend(missing.map(|name| format!("{name} is missing")));
    problems.extend(texts(exercise));
    problems.extend(other_right_answers(exercise));
    problems.extend(wrong_answers(exercise));
    let unknown =
        exercise.points.named().filter(|check| !exercise.checks().iter().any(|known| known == check));
    problems
        .extend(unknown.map(|check| format!("the manifest gives points to `{check}`, which is no check")));
    vec![Fact { exercise: exercise.name.clone(), about: About::Form, what: "its form".into(), problems }]
}

fn names(workspace: &Workspace, exercise: &Exercise) -> Vec<String> {
    let mut problems = Vec::new();
    let folder = file_name(&exercise.folder);
    if folder != exercise.name {
        problems.push(format!("its target is called {}, and its folder {folder}", exercise.target));
    }
    let stage = file_name(&exercise.package_folder);
    let stage = stage.split('-').next().and_then(|number| number.parse().ok());
    if stage != Some(exercise.stage) {
        problems.push(format!("its target is called {}, which is not this stage's", exercise.target));
    }
    if exercise.tested_by_default {
        problems.push("its target lacks `test = false`, so plain `cargo test` compiles it".into());
    }
    let alike = |other: &&Exercise| other.name == exercise.name || other.place() == exercise.place();
    if workspace.exercises.iter().filter(alike).count() > 1 {
        problems.push("another exercise has its name or its number".into());
    }
    problems
}

fn texts(exercise: &Exercise) -> Vec<String> {
    let mut problems = Vec::new();
    let Exercise { name, target, .. } = exercise;
    if exercise.title == *name {
        problems.push("grade.rs does not begin with a title (`//! …`)".into());
    }
    let stub = fs::read_to_string(exercise.file()).unwrap_or_default();
    for command in [format!("`cargo test --test {target}`"), format!("`cargo grade {name}`")] {
        if !stub.contains(&command) {
            problems.push(format!("exercise.rs does not say how to check it: {command}"));
        }
    }
    let hints = fs::read_to_string(exercise.folder.join("hints.md")).unwrap_or_default();
    let hints = levels(&hints).len();
    if hints != usize::from(LEVELS) {
        problems.push(format!("hints.md has {hints} levels (`## `), and not {LEVELS}"));
    }
    problems
}

fn other_right_answers(exercise: &Exercise) -> Vec<String> {
    let mut problems = Vec::new();
    let answers = also_right(exercise).unwrap_or_default();
    if !(ALSO_RIGHT..).contains(&answers.len()) {
        problems.push(format!("it has {} answers in also_right, and not {ALSO_RIGHT}", answers.len()));
    }
    let silent = answers.iter().filter(|answer| !opens_with_a_sentence(answer));
    problems.extend(silent.map(|answer| {
        format!(
            "also_right/{} does not open with a sentence that says what is different (`//! …`)",
            file_name(answer)
        )
    }));
    problems
}

/// Whether the first paragraph of a file is a comment on the file that ends in a full stop.
fn opens_with_a_sentence(file: &Path) -> bool {
    let text = fs::read_to_string(file).unwrap_or_default();
    let paragraph = text.lines().map_while(|line| line.strip_prefix("//! "));
    paragraph.last().is_some_and(|line| line.trim_end().ends_with('.'))
}

fn wrong_answers(exercise: &Exercise) -> Vec<String> {
    let mut problems = Vec::new();
    let answers = wrong(exercise).unwrap_or_default();
    if answers.len() < WRONG {
        problems.push(format!("it has {} wrong answers, and not {WRONG}", answers.len()));
    }
    let checks = exercise.checks();
    for answer in &answers {
        let name = file_name(answer);
        match rejected_by(answer) {
            None => problems.push(format!("wrong/{name} does not say `//! Rejected by: CHECK`")),
            Some(check) if !checks.contains(&check) => {
                problems.push(format!("wrong/{name} names `{check}`, which is no check"));
            }
            Some(_) => {}
        }
    }
    let messages = messages(exercise).unwrap_or_default();
    let orphans = messages.iter().filter(|message| !message.with_extension("rs").exists());
    problems
        .extend(orphans.map(|message| format!("wrong/{} belongs to no wrong answer", file_name(message))));
    problems
}
