//! Experiments: run on the reader's word, a few at a time, and shown in every page that has them.
//!
//! What is run is in a table of this program ([`book_checks::EXPERIMENTS`]); a page can only name one. Its programs are
//! those of the workspace, built by cargo as `cargo run` would, and they talk on the loopback at a port that is free.

mod play;
mod run;
mod terminal;
mod text;

use super::{
    event_bus::EventBus,
    jobs::{Jobs, TooMany},
};
use anyhow::Context as _;
use book_checks::{CommandLine, Experiment};
use play::play;
use run::{Run, RunEvent};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use support::cargo::{Executables, build_supervised};
use tokio::runtime::Handle;

/// How many may be under way together: they show times, and disturb one another.
const MOST: usize = 4;

/// How long building and running one may take. A first build may be long; what is run has a limit of its own.
const LIMIT: Duration = Duration::from_mins(10);

/// Runs the experiments with the programs of a workspace.
pub(crate) struct ExperimentRunner {
    root: PathBuf,
    jobs: Arc<Jobs>,
    events: Arc<EventBus>,
}

impl ExperimentRunner {
    pub(crate) fn new(root: &Path, events: Arc<EventBus>, runtime: Handle) -> Arc<Self> {
        Arc::new(Self { root: root.to_owned(), jobs: Jobs::new(runtime, MOST), events })
    }

    /// Begins an experiment, or begins it again.
    pub(super) fn run(&self, experiment: &'static Experiment) -> Result<(), TooMany> {
        let (root, events) = (self.root.clone(), Arc::clone(&self.events));
        let begin = |job| {
            let run = Run { experiment, job, events };
            // Before we answer: who listens then is not told of the run before.
            run.tell(&RunEvent::Builds { words: "" });
            run
        };
        self.jobs.start(experiment.name, LIMIT, begin, move |run| work(&run, &root))
    }

    /// Ends an experiment, if it is under way, with all its programs.
    pub(super) fn stop(&self, experiment: &Experiment) {
        self.jobs.find(experiment.name).inspect(|job| job.supervisor.stop());
    }

    /// Ends everything.
    pub(crate) fn end(&self) {
        self.jobs.end();
    }
}

/// Builds what an experiment needs, plays it, and tells how it has ended.
fn work(run: &Run, root: &Path) {
    let words = match build(run, root) {
        _ if run.job.is_late() => format!("Stopped: {} minutes are over.", LIMIT.as_secs() / 60),
        _ if run.job.supervisor.is_stopped() => "Stopped.".to_owned(),
        Err(error) => return run.tell(&RunEvent::Fails { words: &format!("{error:#}") }),
        Ok(programs) => play(run, &programs),
    };
    run.tell(&RunEvent::Ends { words: &words });
}

/// Builds what an experiment types, one after the other; what the compiler complains about is the error.
fn build(run: &Run, root: &Path) -> anyhow::Result<Executables> {
    let mut programs = Executables::new();
    for (_, command) in run.experiment.typed() {
        let line = CommandLine::parse(command);
        let line = line.with_context(|| format!("`{command}` is no program of this workspace"))?;
        anyhow::ensure!(
            cfg!(unix) || line.descriptors.is_none(),
            "this takes a limit of open files (ulimit), which Windows has not"
        );
        if !programs.contains_key(line.program.name()) {
            let on_line = |line: &str| run.tell(&RunEvent::Builds { words: line });
            let target = line.program.target();
            // As `cargo run` does it before it runs something: then neither undoes what the other has built.
            programs.extend(build_supervised(&run.job.supervisor, root, target, on_line)?);
        }
    }
    Ok(programs)
}
