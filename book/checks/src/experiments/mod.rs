//! The book's experiments, which a reader can have run from the page: each stands in its chapter as it is run.

mod line;
mod table;

pub use line::{CommandLine, Lines, Program};
pub use table::{EXPERIMENTS, Experiment, Step};

use crate::{
    book::{Book, Chapter},
    commands::{commands, typed},
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
        for (name, fence) in chapter.page.fences_of(CLASS) {
            let fault = fault(name, fence, chapter);
            problems.extend(fault.map(|reason| chapter.problem(fence.line, reason)));
        }
    }
    for experiment in EXPERIMENTS.iter() {
        if let Some(chapter) = book.chapter(experiment.chapter) {
            check_experiment(experiment, chapter, problems);
        }
    }
}

/// What is wrong with a fence.
fn fault(name: &str, fence: &Fence, chapter: &Chapter) -> Option<String> {
    let Some(experiment) = Experiment::named(name) else {
        return Some(format!(
            "there is no experiment `{name}`; book/checks/src/experiments/table.txt has them all"
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
    experiment.commands(terminal).eq(typed(fence).iter().map(|(command, _)| command))
}

/// Whether its chapter shows all of it, once, and asks for a prediction before.
fn check_experiment(experiment: &Experiment, chapter: &Chapter, problems: &mut Vec<Problem>) {
    let name = experiment.name;
    let mut complain = |line, reason| problems.push(chapter.problem(line, reason));
    let shown = chapter.page.fences_of(CLASS).filter(|(known, _)| *known == name);
    let fences: Vec<_> = shown.map(|(_, fence)| fence).collect();
    for terminal in 1..=experiment.terminals() {
        let mut showing = fences.iter().filter(|fence| shows(fence, experiment, terminal));
        if showing.next().is_none() {
            complain(1, format!("no fence with `console,{CLASS}{name}` shows its terminal {terminal}"));
        }
        if let Some(again) = showing.next() {
            complain(again.line, format!("terminal {terminal} of `{name}` is shown already"));
        }
    }
    let Some(first) = fences.first() else { return };
    let since = line_before(chapter, name, first.line);
    if !shows(first, experiment, 1) && !has_a_server(chapter, since, first.line) {
        complain(first.line, format!("`{name}`: the command that starts the server comes first"));
    }
    if !is_predicted(chapter, since, first.line) {
        complain(first.line, format!("nothing asks the reader to predict what `{name}` shows"));
    }
}

/// The line in which the last fence of another experiment stands before this line.
fn line_before(chapter: &Chapter, name: &str, begins: usize) -> usize {
    let others = chapter.page.fences_of(CLASS).filter(|(other, _)| *other != name);
    others.map(|(_, fence)| fence.line).filter(|line| *line < begins).max().unwrap_or_default()
}

/// Whether the text between the experiment before and the line in which this one begins starts a server.
fn has_a_server(chapter: &Chapter, since: usize, begins: usize) -> bool {
    let mut before = commands(chapter).filter(|(_, line)| (since..=begins).contains(line));
    before.any(|(command, _)| starts_a_server(&command))
}

/// Whether there is a question, and its answer, between these lines.
fn is_predicted(chapter: &Chapter, since: usize, begins: usize) -> bool {
    let mut lines = chapter.source.lines().take(begins).skip(since);
    lines.any(|line| line.starts_with(PREDICT)) && lines.any(|line| line.starts_with("<details>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_experiment_starts_its_server_in_terminal_1_before_anything_else() {
        for experiment in EXPERIMENTS.iter() {
            let first = experiment.typed().next();
            let is_a_server =
                first.is_some_and(|(terminal, command)| terminal == 1 && starts_a_server(command));
            assert!(is_a_server || experiment.terminals() == 1, "{}: {first:?}", experiment.name);
        }
    }
}
