//! A run: two servers of each model, all at the same time, and what came of it.

use crate::{
    Arguments, executable,
    flat::Levels,
    life::{restarted, steady},
    progress,
    report::report,
    round::Place,
    server::Server,
    soak::Soak,
    team::Team,
};
use anyhow::{Context as _, bail};
use std::{
    io::{self, Write as _},
    path::Path,
    sync::Arc,
    thread,
};
use support::{ProgressLine, raise_fd_limit};

/// Soaks, and reports; whether nothing was wrong.
///
/// # Errors
///
/// When there is no server to be soaked, or nobody to read the report.
pub fn run(arguments: &Arguments) -> anyhow::Result<bool> {
    if !cfg!(unix) {
        bail!(
            "cargo soak stops servers with SIGTERM, which this system does not have; use Linux, macOS or WSL"
        );
    }
    // Their clients are all in this process.
    let _ = raise_fd_limit();
    let program = arguments.server.clone().map_or_else(executable::build, Ok)?;
    let started = arguments.model.names().iter().map(|model| Team::start(&program, model));
    let (mut teams, servers): (Vec<_>, Vec<_>) =
        started.collect::<anyhow::Result<Vec<_>>>()?.into_iter().unzip();
    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..1_000_000));
    let soak = Arc::new(Soak::new(seed, arguments.time(), arguments.patience()));
    let interrupted = Arc::clone(&soak);
    ctrlc::set_handler(move || interrupted.interrupt()).context("could not take care of Ctrl+C")?;
    let mut out = io::stdout();
    writeln!(out, "{}", greeting(&soak, &teams)).context("could not write the report")?;

    let levels = soak_all(&soak, &teams, servers, &program, arguments.clients.into());
    teams.iter_mut().zip(levels).for_each(|(team, levels)| team.levels = levels);
    out.write_all(report(&soak, &teams).as_bytes()).context("could not write the report")?;
    Ok(soak.evidence().is_empty())
}

fn greeting(soak: &Soak, teams: &[Team]) -> String {
    let models = teams.iter().map(|team| team.model).collect::<Vec<_>>().join(", ");
    format!(
        "Soaking {models} for {} s with seed {}; Ctrl+C ends it with the report.\n",
        soak.time().as_secs(),
        soak.seed
    )
}

/// Has all the servers live at the same time; what the steady ones held.
fn soak_all(
    soak: &Soak,
    teams: &[Team],
    servers: Vec<[Server; 2]>,
    program: &Path,
    clients: u64,
) -> Vec<Levels> {
    thread::scope(|scope| {
        let mut steadies = Vec::new();
        for ((team, [one, other]), number) in teams.iter().zip(servers).zip((0..).step_by(2)) {
            let place =
                |station, name, number| Place { name, number, soak, station, tally: &team.tally, clients };
            let place_of_one = place(&team.steady, &team.names[0], number);
            let place_of_other = place(&team.restarted, &team.names[1], number + 1);
            steadies.push(scope.spawn(move || steady(&place_of_one, one)));
            scope.spawn(move || restarted(&place_of_other, other, program, team.model));
        }
        let line = ProgressLine::on_terminal();
        while !steadies.iter().all(thread::ScopedJoinHandle::is_finished) {
            progress::show(&line, soak, teams);
            thread::sleep(progress::BEAT);
        }
        drop(line);
        steadies.into_iter().map(|steady| steady.join().unwrap_or_default()).collect()
    })
}
