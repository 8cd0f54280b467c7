//! Runs of experiments: a few at a time, each once at a time, and what pages are told of them.

use super::{build::build, play::play};
use crate::live::{
    EventBus, Jobs,
    jobs::{Job, TooMany},
};
use book_checks::Experiment;
use serde::Serialize;
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};
use support::lock;
use tokio::runtime::Handle;

/// How many may be under way together: they show times, and disturb one another.
const MOST: usize = 4;

/// How long building and running one may take. A first build may be long; what is run has a limit of its own.
const LIMIT: Duration = Duration::from_mins(10);

/// Runs the experiments with the programs of a workspace.
pub(crate) struct ExperimentRunner {
    root: PathBuf,
    jobs: Arc<Jobs>,
    runs: Arc<Runs>,
    /// Held while a run begins: the last one to be told of is the last one to be started, and tells nothing before.
    beginning: Mutex<()>,
}

impl ExperimentRunner {
    pub(crate) fn new(root: &Path, events: Arc<EventBus>, runtime: Handle) -> Arc<Self> {
        let (jobs, runs) = (Jobs::new(runtime, MOST), Runs::new(events));
        Arc::new(Self { root: root.to_owned(), jobs, runs, beginning: Mutex::default() })
    }

    /// Begins an experiment, or begins it again.
    pub(super) fn run(self: &Arc<Self>, experiment: &'static Experiment) -> Result<(), TooMany> {
        let _beginning = self.beginning();
        let (experiments, run) = (Arc::clone(self), self.runs.begin(experiment));
        let worker = run.clone();
        self.jobs.start(experiment.name, LIMIT, move |job| experiments.work(&worker, job))?;
        // Before we answer: who listens then is not told of the run before.
        run.tell(&RunEvent::Builds { words: "" });
        Ok(())
    }

    /// Ends an experiment, if it is under way, with all its programs.
    pub(super) fn stop(&self, experiment: &Experiment) {
        self.jobs.stop(experiment.name);
    }

    /// Ends everything.
    pub(crate) fn end(&self) {
        self.jobs.end();
    }

    /// Builds what an experiment needs, plays it, and tells how it has ended.
    fn work(&self, run: &Run, job: &Job) {
        // Its beginning is told first.
        drop(self.beginning());
        match build(run, &self.root, &job.supervisor) {
            _ if job.is_late() => {
                let words = format!("Stopped: {} minutes are over.", LIMIT.as_secs() / 60);
                run.tell(&RunEvent::Ends { words: &words });
            }
            _ if job.supervisor.is_stopped() => run.tell(&RunEvent::Ends { words: "Stopped." }),
            Err(error) => run.tell(&RunEvent::Fails { words: &format!("{error:#}") }),
            Ok(programs) => {
                let words = play(run, &programs, &job.supervisor);
                run.tell(&RunEvent::Ends { words: &words });
            }
        }
    }

    fn beginning(&self) -> MutexGuard<'_, ()> {
        lock(&self.beginning)
    }
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

#[derive(Serialize)]
struct Message<'a> {
    r#type: &'static str,
    name: &'static str,
    #[serde(flatten)]
    event: &'a RunEvent<'a>,
}

/// Which run of each experiment is the current one: one that was given up cannot tell about itself.
pub(super) struct Runs {
    numbers: Mutex<HashMap<&'static str, u64>>,
    events: Arc<EventBus>,
}

/// One run of an experiment, which tells how it goes.
#[derive(Clone)]
pub(super) struct Run {
    pub(super) experiment: &'static Experiment,
    number: u64,
    runs: Arc<Runs>,
}

impl Runs {
    pub(super) fn new(events: Arc<EventBus>) -> Arc<Self> {
        Arc::new(Self { numbers: Mutex::default(), events })
    }

    /// A new run, which takes the place of the one before.
    pub(super) fn begin(self: &Arc<Self>, experiment: &'static Experiment) -> Run {
        let mut numbers = lock(&self.numbers);
        let number = numbers.entry(experiment.name).or_default();
        *number += 1;
        Run { experiment, number: *number, runs: Arc::clone(self) }
    }
}

impl Run {
    /// Tells all pages. How a terminal goes on is added to what was told, anything else takes its place.
    pub(super) fn tell(&self, event: &RunEvent<'_>) {
        let name = self.experiment.name;
        let numbers = lock(&self.runs.numbers);
        if numbers.get(name) != Some(&self.number) {
            return;
        }
        let subject = format!("experiment {name}");
        let message = Message { r#type: "experiment", name, event };
        match event {
            RunEvent::Shows { .. } | RunEvent::Ends { .. } => self.runs.events.add(&subject, &message),
            _ => self.runs.events.put(&subject, &message),
        }
    }
}
