//! What a program can be judged as.

use crate::{check::Section, sections};
use clap::ValueEnum;

/// The kind of program that is judged, as it is named on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Subject {
    /// A server that sends back what it receives
    Echo,
    /// A server that calculates: one request a line, one reply a line
    Calculator,
    /// A client of a calculator: it sends what is typed, and shows the replies
    Client,
}

impl Subject {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Echo, Self::Calculator, Self::Client];

    /// As it is named on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Echo => "echo",
            Self::Calculator => "calculator",
            Self::Client => "client",
        }
    }

    /// On which side of a connection it is, in a word for people.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Echo | Self::Calculator => "server",
            Self::Client => "client",
        }
    }

    /// The rungs of its ladder, in the order of the book.
    #[must_use]
    pub fn sections(self) -> &'static [Section] {
        match self {
            Self::Echo => sections::ECHO,
            Self::Calculator => sections::CALCULATOR,
            Self::Client => sections::CLIENT,
        }
    }
}
