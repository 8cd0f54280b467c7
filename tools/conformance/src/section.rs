//! A section: the checks of one rung of the ladder.

use crate::check::Check;

/// One rung. Its number is its place in the subject, and a check's number its place in the section.
#[derive(Debug)]
pub struct Section {
    /// One word, by which it can be asked for: `framing`.
    pub name: &'static str,
    /// What it is about, for people.
    pub title: &'static str,
    /// Its checks, in the order in which they are run.
    pub checks: &'static [Check],
}
