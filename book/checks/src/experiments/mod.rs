//! The book's experiments, which a reader can have run from the page: each stands in its chapter as it is run.

mod experiment;
mod line;
mod table;

pub use experiment::{Experiment, Step};
pub use line::{CommandLine, Lines, Program};
pub use table::EXPERIMENTS;

use crate::{
    book::{Book, Chapter},
    commands::commands,
    page::Fence,
    problem::Problem,
    running::starts_a_server,
};

/// What stands before an experiment's name after each fence that shows one of its terminals.
const CLASS: &str = "experiment-";

/// How a prediction is asked for.
const PREDICT: &str = "> **Predict.**";

pub(crate) fn check(book: &Book, problems: &mut Vec<Problem>) {
    for chapter in &book.chapters {
        for (name, fence) in shown(chapter) {
            let fault = fault(name, fence, chapter);
            problems.extend(fault.map(|reason| chapter.problem(fence.line, reason)));
        }
    }
    for experiment in EXPERIMENTS {
        if let Some(chapter) = book.chapter(experiment.chapter) {
            check_experiment(experiment, chapter, problems);
        }
    }
}

/// The fences of a chapter that show a terminal of an experiment, each with the experiment's name.
fn shown(chapter: &Chapter) -> impl Iterator<Item = (&str, &Fence)> {
    chapter.page.fences.iter().flat_map(|fence| {
        let names = fence.info.split(',').filter_map(|word| word.trim().strip_prefix(CLASS));
        names.map(move |name| (name, fence))
    })
}

/// What is wrong with a fence.
fn fault(name: &str, fence: &Fence, chapter: &Chapter) -> Option<String> {
    let Some(experiment) = Experiment::named(name) else {
        return Some(format!(
            "there is no experiment `{name}`; book/checks/src/experiments/table.rs has them all"
        ));
    };
    if experiment.chapter != chapter.path {
        return Some(format!("the experiment `{name}` belongs into {}", experiment.chapter));
    }
    let known = (1..=experiment.terminals()).any(|terminal| shows(fence, experiment, terminal));
    (!known).then(|| format!("no terminal of the experiment `{name}` has these commands"))
}

/// Whether a fence shows just the commands of a terminal.
fn shows(fence: &Fence, experiment: &Experiment, terminal: usize) -> bool {
    experiment.commands(terminal).eq(commands(fence).iter().map(|(command, _)| command))
}

/// Whether its chapter shows all of it, once, and asks for a prediction before.
fn check_experiment(experiment: &Experiment, chapter: &Chapter, problems: &mut Vec<Problem>) {
    let name = experiment.name;
    let fences: Vec<_> = shown(chapter).filter(|(known, _)| *known == name).map(|(_, fence)| fence).collect();
    for terminal in 1..=experiment.terminals() {
        let mut lines =
            fences.iter().filter(|fence| shows(fence, experiment, terminal)).map(|fence| fence.line);
        if lines.next().is_none() {
            let reason = format!("no fence with `console,{CLASS}{name}` shows its terminal {terminal}");
            problems.push(chapter.problem(1, reason));
        }
        let again = lines.next();
        problems.extend(
            again.map(|line| {
                chapter.problem(line, format!("terminal {terminal} of `{name}` is shown already"))
            }),
        );
    }
    if let Some(first) = fences.first().filter(|first| !begins_with_its_server(chapter, experiment, first)) {
        let reason = format!("`{name}`: the command that starts the server comes first");
        problems.push(chapter.problem(first.line, reason));
    }
    if let Some(first) = fences.first().filter(|first| !is_predicted(chapter, name, first.line)) {
        let reason = format!("nothing asks the reader to predict what `{name}` shows");
        problems.push(chapter.problem(first.line, reason));
    }
}

/// Whether the first of its fences shows terminal 1, or the text since the experiment before starts a server.
fn begins_with_its_server(chapter: &Chapter, experiment: &Experiment, first: &Fence) -> bool {
    let since = line_before(chapter, experiment.name, first.line);
    let named = chapter.page.codes.iter().map(|code| (code.text.clone(), code.line));
    let typed = chapter.page.fences.iter().filter(|fence| fence.is("console")).flat_map(commands);
    let mut before = named.chain(typed).filter(|(_, line)| (since..=first.line).contains(line));
    shows(first, experiment, 1) || before.any(|(command, _)| starts_a_server(&command))
}

/// The line in which the last fence of another experiment stands before this line.
fn line_before(chapter: &Chapter, name: &str, begins: usize) -> usize {
    let before = shown(chapter).filter(|(other, fence)| *other != name && fence.line < begins);
    before.map(|(_, fence)| fence.line).max().unwrap_or_default()
}

/// Whether there is a question, and its answer, between the experiment before and the line in which this one begins.
fn is_predicted(chapter: &Chapter, name: &str, begins: usize) -> bool {
    let mut lines = chapter.source.lines().take(begins).skip(line_before(chapter, name, begins));
    lines.any(|line| line.starts_with(PREDICT)) && lines.any(|line| line.starts_with("<details>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_experiment_starts_its_server_in_terminal_1_before_anything_else() {
        for experiment in EXPERIMENTS {
            let first = experiment.typed().next();
            let is_a_server =
                first.is_some_and(|(terminal, command)| terminal == 1 && starts_a_server(command));
            assert!(is_a_server || experiment.terminals() == 1, "{}: {first:?}", experiment.name);
        }
    }
}
