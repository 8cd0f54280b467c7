//! What pages are told of an experiment.

use crate::live::Board;
use book_checks::Experiment;
use serde::Serialize;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// What is new.
#[derive(Debug, Serialize)]
#[serde(tag = "news", rename_all = "lowercase")]
pub(super) enum News<'a> {
    /// Cargo is at work, and says this.
    Builds { words: &'a str },
    /// It could not be built: what the compiler says.
    Fails { words: &'a str },
    /// It begins, with so many terminals.
    Begins { terminals: usize },
    /// A terminal, from 1, shows more.
    Shows { terminal: usize, kind: Kind, text: &'a str },
    /// It is over, in this way.
    Ends { words: &'a str },
}

/// Where a text in a terminal comes from.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// The reader would have typed it.
    Typed,
    /// A program has printed it.
    Printed,
    /// Neither: how a program has ended.
    Ended,
}

#[derive(Serialize)]
struct Notice<'a> {
    r#type: &'static str,
    name: &'static str,
    #[serde(flatten)]
    news: &'a News<'a>,
}

/// Which run of each experiment is the current one: one that was given up cannot tell about itself.
pub(super) struct Runs {
    numbers: Mutex<HashMap<&'static str, u64>>,
    board: Arc<Board>,
}

/// One run of an experiment, which tells how it goes.
#[derive(Clone)]
pub(super) struct Run {
    pub(super) experiment: &'static Experiment,
    number: u64,
    runs: Arc<Runs>,
}

impl Runs {
    pub(super) fn new(board: Arc<Board>) -> Arc<Self> {
        Arc::new(Self { numbers: Mutex::default(), board })
    }

    /// A new run, which takes the place of the one before.
    pub(super) fn begin(self: &Arc<Self>, experiment: &'static Experiment) -> Run {
        let mut numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        let number = numbers.entry(experiment.name).or_default();
        *number += 1;
        Run { experiment, number: *number, runs: Arc::clone(self) }
    }
}

impl Run {
    /// Tells all pages. How a terminal goes on is added to what was told, anything else takes its place.
    pub(super) fn tell(&self, news: &News<'_>) {
        let name = self.experiment.name;
        let numbers = self.runs.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        if numbers.get(name) != Some(&self.number) {
            return;
        }
        let subject = format!("experiment {name}");
        let notice = Notice { r#type: "experiment", name, news };
        match news {
            News::Shows { .. } | News::Ends { .. } => self.runs.board.add(&subject, &notice),
            _ => self.runs.board.put(&subject, &notice),
        }
    }
}
