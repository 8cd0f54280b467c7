//! The book's experiments, which a reader can have run from the page: each stands in its chapter as it is run.

mod line;
mod table;

pub use line::{CommandLine, Lines};
pub use table::{EXPERIMENTS, Experiment, MOMENT, Step};

use crate::{
    book::{Book, Chapter},
    commands::{commands, typed},
    page::Fence,
    predictions::{Prediction, predictions},
    problem::Problem,
    running::starts_a_server,
};

/// What stands before an experiment's name after each fence that shows one of its terminals.
const CLASS: &str = "experiment-";

/// How a line begins that says why a page cannot run what belongs to a prediction.
const YOURSELF: &str = "**In your terminals**";

pub(crate) fn check(book: &Book, problems: &mut Vec<Problem>) {
    for chapter in &book.chapters {
        for (name, fence) in chapter.page.fences_of(CLASS) {
            let fault = fault(name, chapter);
            problems.extend(fault.map(|reason| chapter.problem(fence.line, reason)));
        }
        problems.extend(check_playable(chapter));
    }
    for experiment in EXPERIMENTS.iter() {
        if let Some(chapter) = book.chapter(experiment.chapter) {
            check_experiment(experiment, chapter, problems);
        }
    }
}

/// Predictions with something to run, which a page cannot run, and which do not say why.
fn check_playable(chapter: &Chapter) -> impl Iterator<Item = Problem> {
    const REASON: &str = "a page cannot run what belongs to this prediction: give it an experiment, or a line that begins with `**In your terminals**` and says why";
    let is_run = |prediction: &&Prediction| {
        let mut fences = chapter.page.fences.iter().filter(|fence| fence.is("console"));
        fences.any(|fence| prediction.runs(fence.line))
    };
    let is_played = |prediction: &Prediction| {
        let mut experiments = chapter.page.fences_of(CLASS);
        let mut lines = chapter.source.lines().take(prediction.answered).skip(prediction.asked);
        experiments.any(|(_, fence)| prediction.runs(fence.line))
            || lines.any(|line| line.starts_with(YOURSELF))
    };
    let predictions = predictions(chapter).into_iter().filter(move |it| is_run(&it) && !is_played(it));
    predictions.map(|prediction| chapter.problem(prediction.asked, REASON))
}

/// What is wrong with the name in a fence.
fn fault(name: &str, chapter: &Chapter) -> Option<String> {
    let Some(experiment) = Experiment::named(name) else {
        return Some(format!(
            "there is no experiment `{name}`; book/checks/src/experiments/table.txt has them all"
        ));
    };
    let is_elsewhere = experiment.chapter != chapter.path;
    is_elsewhere.then(|| format!("the experiment `{name}` belongs into {}", experiment.chapter))
}

/// Whether its chapter shows all of it, once, within a prediction.
fn check_experiment(experiment: &Experiment, chapter: &Chapter, problems: &mut Vec<Problem>) {
    let name = experiment.name;
    let mut complain = |line, reason| problems.push(chapter.problem(line, reason));
    let shown = chapter.page.fences_of(CLASS).filter(|(known, _)| *known == name);
    let fences: Vec<_> = shown.map(|(_, fence)| fence).collect();
    let Some(first) = fences.first() else {
        return complain(1, format!("no fence with `console,{CLASS}{name}` shows this experiment"));
    };
    // The last fence of another experiment before this one.
    let others = chapter.page.fences_of(CLASS).filter(|(other, _)| *other != name);
    let others = others.map(|(_, fence)| fence.line).filter(|line| *line < first.line);
    let since = others.max().unwrap_or_default();
    let mut left = all_typed(experiment);
    for fence in &fences {
        if !take_shown(&mut left, fence) {
            let reason = format!("no terminal of the experiment `{name}` goes on with these commands");
            complain(fence.line, reason);
        }
    }
    for (commands, terminal) in left.iter().zip(1..) {
        let is_named = |command: &&str| {
            let mut codes = chapter.page.codes.iter().filter(|code| code.line > since);
            codes.any(|code| code.text == **command)
        };
        if !commands.iter().all(is_named) {
            complain(first.line, format!("nothing shows all that terminal {terminal} of `{name}` types"));
        }
    }
    let begins_in_1 = take_shown(&mut all_typed(experiment)[..1], first);
    let mut before = commands(chapter).filter(|(_, line)| (since..=first.line).contains(line));
    if !begins_in_1 && !before.any(|(command, _)| starts_a_server(&command)) {
        complain(first.line, format!("`{name}`: the command that starts the server comes first"));
    }
    if !is_predicted(chapter, name, &fences) {
        complain(first.line, format!("`{name}` stands between a prediction of its own and the answer"));
    }
}

/// What is typed in each terminal.
fn all_typed(experiment: &Experiment) -> Vec<Vec<&'static str>> {
    (1..=experiment.terminals()).map(|number| experiment.commands(number).collect()).collect()
}

/// Takes what a fence shows from the terminal that goes on with it, if there is one.
fn take_shown(left: &mut [Vec<&str>], fence: &Fence) -> bool {
    let shown: Vec<_> = typed(fence).into_iter().map(|(command, _)| command).collect();
    let goes_on = |commands: &&mut Vec<&str>| {
        commands.len() >= shown.len() && commands.iter().zip(&shown).all(|(one, other)| one == other)
    };
    let Some(commands) = left.iter_mut().find(goes_on).filter(|_| !shown.is_empty()) else { return false };
    commands.drain(..shown.len());
    true
}

/// Whether the fences of an experiment stand in one prediction, or before it, which has no other experiment.
fn is_predicted(chapter: &Chapter, name: &str, fences: &[&Fence]) -> bool {
    let predictions = predictions(chapter);
    let Some(last) = fences.last() else { return false };
    let Some(index) = predictions.iter().position(|prediction| prediction.runs(last.line)) else {
        return false;
    };
    let since = index.checked_sub(1).map_or(0, |before| predictions[before].ends);
    let is_other = |(other, fence): (&str, &Fence)| other != name && predictions[index].runs(fence.line);
    fences.iter().all(|fence| fence.line > since) && !chapter.page.fences_of(CLASS).any(is_other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_experiment_starts_its_server_in_terminal_1_before_a_client_elsewhere() {
        for experiment in EXPERIMENTS.iter() {
            let mut before = experiment.typed().take_while(|(terminal, _)| *terminal == 1);
            let is_served = before.any(|(_, command)| starts_a_server(command));
            assert!(is_served || experiment.terminals() == 1, "{}", experiment.name);
        }
    }
}
