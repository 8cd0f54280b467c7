//! A run: two servers of each model, all at the same time, and the report.

use crate::{
    arguments::Arguments,
    levels::Levels,
    load::Load,
    model_run::{ModelRun, run_restarted, run_steady},
    report::{report, show_progress},
    server::Server,
    state::Run,
};
use anyhow::{Context as _, bail};
use std::{
    io::{self, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
    thread::{self, ScopedJoinHandle},
    time::Duration,
};
use support::{ProgressLine, cargo, raise_fd_limit};

/// How often the progress line changes.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(250);

/// Soaks, and reports; whether no requirement was violated.
///
/// # Errors
///
/// When there is no server to be soaked, or the report cannot be written.
pub fn run(arguments: &Arguments) -> anyhow::Result<bool> {
    if !cfg!(unix) {
        bail!(
            "cargo soak stops servers with SIGTERM, which this system does not have; use Linux, macOS or WSL"
        );
    }
    // All clients are in this process.
    let _ = raise_fd_limit();
    let program = arguments.server.clone().map_or_else(build, Ok)?;
    let started = arguments.model.names().iter().map(|model| ModelRun::start(&program, model));
    let (mut models, servers): (Vec<_>, Vec<_>) =
        started.collect::<anyhow::Result<Vec<_>>>()?.into_iter().unzip();
    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..1_000_000));
    let run = Arc::new(Run::new(seed, arguments.time(), arguments.timeout()));
    let interrupted = Arc::clone(&run);
    ctrlc::set_handler(move || interrupted.interrupt()).context("could not handle Ctrl+C")?;
    let mut out = io::stdout();
    writeln!(out, "{}", greeting(&run, &models)).context("could not write the report")?;

    let levels = run_all(&run, &models, servers, &program, arguments.clients.into());
    models.iter_mut().zip(levels).for_each(|(model, levels)| model.levels = levels);
    out.write_all(report(&run, &models).as_bytes()).context("could not write the report")?;
    Ok(run.violations().is_empty())
}

/// Builds our server as people run it. It can take a minute, so cargo shows on a terminal what it does.
fn build() -> anyhow::Result<PathBuf> {
    let quiet = (!io::stderr().is_terminal()).then_some("--quiet");
    let arguments = ["--release", "--package", "concurrency", "--bin", "concurrency"];
    let mut executables = cargo::build(arguments.into_iter().chain(quiet))?;
    executables.remove("concurrency").context("cargo has built no concurrency")
}

fn greeting(run: &Run, models: &[ModelRun]) -> String {
    let models = models.iter().map(|model| model.model).collect::<Vec<_>>().join(", ");
    let (seconds, seed) = (run.time.as_secs(), run.seed);
    format!("Soaking {models} for {seconds} s with seed {seed}; Ctrl+C ends it with the report.\n")
}

/// Runs all servers at the same time; returns what the steady ones used.
fn run_all(
    run: &Run,
    models: &[ModelRun],
    servers: Vec<[Server; 2]>,
    program: &Path,
    clients: u64,
) -> Vec<Levels> {
    thread::scope(|scope| {
        let mut steady_runs = Vec::new();
        for ((model, [steady, restarted]), number) in models.iter().zip(servers).zip((0..).step_by(2)) {
            let load =
                |target, name, number| Load { name, number, run, target, counters: &model.counters, clients };
            let steady_load = load(&model.steady, &model.names[0], number);
            let restarted_load = load(&model.restarted, &model.names[1], number + 1);
            steady_runs.push(scope.spawn(move || run_steady(&steady_load, steady)));
            scope.spawn(move || run_restarted(&restarted_load, restarted, program, model.model));
        }
        let line = ProgressLine::on_terminal();
        while !steady_runs.iter().all(ScopedJoinHandle::is_finished) {
            show_progress(&line, run, models);
            thread::sleep(PROGRESS_INTERVAL);
        }
        drop(line);
        steady_runs.into_iter().map(|steady| steady.join().unwrap_or_default()).collect()
    })
}
