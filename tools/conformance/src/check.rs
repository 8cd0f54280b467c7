//! Checks: each is a sentence of the specification, and how a server or a client is held to it. Sections are made of them.

use crate::{
    failure::Failure,
    lesson::Lesson,
    trial::{Expected, Trial},
};

pub(crate) use Body::{Errors, Lines, Steps, Values};
pub(crate) use Level::{Recommended, Required};

/// One rung of the ladder. Its number is its place in the subject, and a check's number its place in the section.
#[derive(Debug)]
pub struct Section {
    /// One word, by which it can be asked for: `framing`.
    pub name: &'static str,
    /// What it is about, for people.
    pub title: &'static str,
    /// Its checks, in the order in which they are run.
    pub checks: &'static [Check],
}

/// One numbered check of a section.
#[derive(Debug)]
pub struct Check {
    /// A fact, in snake case: `products_come_before_sums`.
    pub name: &'static str,
    /// Whether a server or a client must pass it, and which sentences of the specification say so.
    pub level: Level,
    /// What the server or the client has to do, in one sentence without a full stop.
    pub requirement: &'static str,
    /// What usually makes it break.
    pub cause: &'static str,
    /// The page of the book that teaches it.
    pub lesson: &'static Lesson,
    /// What to do about it, and how to see it by hand.
    pub next: &'static str,
    /// Holds the program to it.
    pub(crate) body: Body,
}

/// How a program is held to a check.
#[derive(Debug)]
pub(crate) enum Body {
    /// Each of these requests has the value beside it.
    Values(&'static [(&'static str, &'static str)]),
    /// Each of these has the reply beside it, to the letter.
    Lines(&'static [(&'static str, &'static str)]),
    /// Each of these is an error.
    Errors(&'static [&'static str]),
    /// Anything else; an error says what the program does instead of what is required.
    Steps(fn(&mut Trial<'_>) -> Result<(), Failure>),
}

impl Body {
    pub(crate) fn run(&self, trial: &mut Trial<'_>) -> Result<(), Failure> {
        match self {
            Self::Values(values) => {
                values.iter().try_for_each(|(request, value)| trial.ask(request, Expected::Value(value)))
            }
            Self::Lines(lines) => {
                lines.iter().try_for_each(|(request, line)| trial.ask(request, Expected::Line(line)))
            }
            Self::Errors(requests) => {
                requests.iter().try_for_each(|request| trial.ask(request, Expected::Error))
            }
            Self::Steps(steps) => steps(trial),
        }
    }
}

/// What it means to fail a check, with the sentences that it is about, by their ids in `book/src/protocol.md`: `P20`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The specification says *must*.
    Required(&'static [&'static str]),
    /// Good manners: it is shown, and fails nobody.
    Recommended(&'static [&'static str]),
}

impl Check {
    /// Whether the specification says *must*.
    #[must_use]
    pub fn is_required(&self) -> bool {
        matches!(self.level, Required(_))
    }

    /// The sentences of the specification that it is about.
    #[must_use]
    pub fn sentences(&self) -> &'static [&'static str] {
        let (Required(sentences) | Recommended(sentences)) = self.level;
        sentences
    }
}
