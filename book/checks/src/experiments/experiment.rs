//! What an experiment is.

use super::EXPERIMENTS;

/// An experiment: what is done in which terminal, step by step.
#[derive(Debug)]
pub struct Experiment {
    /// Stands in the fences that show it: `console,experiment-torn`.
    pub name: &'static str,
    /// The chapter that tells of it.
    pub chapter: &'static str,
    /// In this order.
    pub steps: &'static [Step],
}

/// A step; the number is that of the terminal, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Types a command. One that still runs in the terminal is ended with Ctrl+C first.
    Type(usize, &'static str),
    /// Waits until the terminal shows these words, after those that were waited for before, or its program has ended.
    See(usize, &'static str),
    /// Waits for the end of the program.
    End(usize),
    /// Presses Ctrl+C.
    Interrupt(usize),
    /// Lets as much time pass as a reader needs between seeing one thing and typing the next.
    Moment,
}

impl Experiment {
    /// The experiment of that name, if there is one.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        EXPERIMENTS.iter().find(|experiment| experiment.name == name)
    }

    /// How many terminals it takes.
    #[must_use]
    pub fn terminals(&self) -> usize {
        self.typed().map(|(terminal, _)| terminal).max().unwrap_or_default()
    }

    /// What is typed in one of them.
    pub fn commands(&self, terminal: usize) -> impl Iterator<Item = &'static str> {
        self.typed().filter(move |(typed, _)| *typed == terminal).map(|(_, command)| command)
    }

    /// Everything that is typed, with its terminal.
    pub fn typed(&self) -> impl Iterator<Item = (usize, &'static str)> {
        self.steps.iter().filter_map(|step| match *step {
            Step::Type(terminal, command) => Some((terminal, command)),
            _ => None,
        })
    }
}
