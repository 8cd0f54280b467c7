//! One run of an experiment, and what pages are told of it.

use crate::live::{event_bus::EventBus, jobs::Job};
use book_checks::Experiment;
use serde::Serialize;
use serde_json::json;
use std::sync::Arc;

/// One run of an experiment, which tells how it goes.
#[derive(Clone)]
pub(super) struct Run {
    pub(super) experiment: &'static Experiment,
    /// Holds its programs.
    pub(super) job: Arc<Job>,
    pub(super) events: Arc<EventBus>,
}

/// What is new.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub(super) enum RunEvent<'a> {
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

impl Run {
    /// Tells all pages. How a terminal goes on is added to what was told, anything else takes its place.
    pub(super) fn tell(&self, event: &RunEvent<'_>) {
        let subject = format!("experiment {}", self.experiment.name);
        let mut message = json!(event);
        (message["type"], message["name"]) = ("experiment".into(), self.experiment.name.into());
        self.job.tell(|| match event {
            RunEvent::Shows { .. } | RunEvent::Ends { .. } => self.events.add(&subject, &message),
            _ => self.events.put(&subject, &message),
        });
    }

    /// Tells all pages what a terminal shows now.
    pub(super) fn show(&self, terminal: usize, kind: Kind, text: &str) {
        self.tell(&RunEvent::Shows { terminal, kind, text });
    }
}
