//! Where experiments are run: a few at a time, each once at a time.

use super::{
    build::build,
    news::{News, Run, Runs},
    play::play,
};
use crate::live::{
    Board, Jobs,
    jobs::{Job, TooMany},
};
use book_checks::Experiment;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::runtime::Handle;

/// How many may be under way together: they show times, and disturb one another.
const MOST: usize = 4;

/// How long building and running one may take. A first build may be long; what is run has a limit of its own.
const LIMIT: Duration = Duration::from_mins(10);

/// Runs the experiments with the programs of a workspace.
pub(crate) struct Bench {
    root: PathBuf,
    jobs: Arc<Jobs>,
    runs: Arc<Runs>,
    /// Held while a run begins: the last one to be told of is the last one to be started, and tells nothing before.
    beginning: Mutex<()>,
}

impl Bench {
    pub(crate) fn new(root: &Path, board: Arc<Board>, runtime: Handle) -> Arc<Self> {
        let (jobs, runs) = (Jobs::new(runtime, MOST), Runs::new(board));
        Arc::new(Self { root: root.to_owned(), jobs, runs, beginning: Mutex::default() })
    }

    /// Begins an experiment, or begins it anew.
    pub(super) fn run(self: &Arc<Self>, experiment: &'static Experiment) -> Result<(), TooMany> {
        let _beginning = self.beginning();
        let (bench, run) = (Arc::clone(self), self.runs.begin(experiment));
        let worker = run.clone();
        self.jobs.start(experiment.name, LIMIT, move |job| bench.work(&worker, job))?;
        // Before we answer: who listens then is not told of the run before.
        run.tell(&News::Builds { words: "" });
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
                run.tell(&News::Ends { words: &words });
            }
            _ if job.supervisor.is_stopped() => run.tell(&News::Ends { words: "Stopped." }),
            Err(error) => run.tell(&News::Fails { words: &format!("{error:#}") }),
            Ok(programs) => {
                let words = play(run, &programs, &job.supervisor);
                run.tell(&News::Ends { words: &words });
            }
        }
    }

    fn beginning(&self) -> MutexGuard<'_, ()> {
        self.beginning.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
