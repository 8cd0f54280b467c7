//! A check: a sentence of the specification, and how a server or a client is held to it.

use crate::{failure::Failure, lesson::Lesson, trial::Trial};

/// One numbered check of a section.
#[derive(Debug)]
pub struct Check {
    /// A fact, in snake case: `products_come_before_sums`.
    pub name: &'static str,
    /// Whether a server or a client must pass it.
    pub level: Level,
    /// The sentences of the specification that it is about, by their ids in `book/src/protocol.md`: `P20`.
    pub sentences: &'static [&'static str],
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

/// What a check does with a program; an error says what the program does instead of what is required.
pub(crate) type Body = fn(&mut Trial<'_>) -> Result<(), Failure>;

/// What it means to fail a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The specification says *must*.
    Required,
    /// Good manners: it is shown, and fails nobody.
    Recommended,
}

impl Level {
    /// In one word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Recommended => "recommended",
        }
    }
}
