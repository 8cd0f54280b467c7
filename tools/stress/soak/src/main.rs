//! `cargo soak`: the concurrent server, under clients that do everything wrong, for as long as you like.
//!
//! Two servers of each model run side by side. One runs all the time: what it uses of memory, threads and descriptors is
//! looked at whenever no client is connected. The other is stopped and started again under load, over and over. Both have
//! healthy clients, which check every reply, and as many faulty ones.

mod arguments;
mod client;
mod faults;
mod levels;
mod load;
mod log;
mod model_run;
mod pending;
mod report;
mod requests;
mod run;
mod target;

use anyhow::{Context as _, bail};
use arguments::Arguments;
use clap::Parser as _;
use model_run::{run_restarted, run_steady};
use report::{report, show_progress};
use run::Run;
use socket_basics::print_error;
use std::{
    io::{self, IsTerminal as _, Write as _},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    thread::{self, ScopedJoinHandle},
    time::Duration,
};
use support::{ProgressLine, ServerProcess, cargo, raise_fd_limit};
use target::ModelRun;

/// How often the progress line changes.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(250);

fn main() -> ExitCode {
    let outcome = soak(Arguments::parse());
    let passed = outcome.inspect_err(|error| print_error(format_args!("{error:#}")));
    if passed.unwrap_or(false) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Soaks, and reports; whether no requirement was violated.
fn soak(arguments: Arguments) -> anyhow::Result<bool> {
    if !cfg!(unix) {
        bail!(
            "cargo soak stops servers with SIGTERM, which this system does not have; use Linux, macOS or WSL"
        );
    }
    // All clients are in this process.
    let _ = raise_fd_limit();
    let program = arguments.server.clone().map_or_else(build, Ok)?;
    let run = Arc::new(Run::new(program, arguments));
    let models = (0..).zip(run.arguments.models()).map(|(place, model)| ModelRun::new(&run, place, model));
    let models: Vec<_> = models.collect::<io::Result<_>>()?;
    let start = |model: &ModelRun| Ok([model.steady.start_server()?, model.restarted.start_server()?]);
    let servers = models.iter().map(start).collect::<anyhow::Result<_>>()?;
    run.begin();
    let interrupted = Arc::clone(&run);
    ctrlc::set_handler(move || interrupted.interrupt()).context("could not handle Ctrl+C")?;
    let mut out = io::stdout();
    writeln!(out, "{}", greeting(&run)).context("could not write the report")?;

    run_all(&run, &models, servers);
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

fn greeting(run: &Run) -> String {
    let (models, seed) = (run.arguments.models().join(", "), run.seed);
    let seconds = run.arguments.time().as_secs();
    format!("Soaking {models} for {seconds} s with seed {seed}; Ctrl+C ends it with the report.\n")
}

/// Runs all servers at the same time.
fn run_all(run: &Run, models: &[ModelRun], servers: Vec<[ServerProcess; 2]>) {
    thread::scope(|scope| {
        let mut steady_runs = Vec::new();
        for (model, [steady, restarted]) in models.iter().zip(servers) {
            steady_runs.push(scope.spawn(move || run_steady(&model.steady, steady)));
            scope.spawn(move || run_restarted(&model.restarted, restarted));
        }
        let line = ProgressLine::on_terminal();
        while !steady_runs.iter().all(ScopedJoinHandle::is_finished) {
            show_progress(&line, run, models);
            thread::sleep(PROGRESS_INTERVAL);
        }
    });
}
