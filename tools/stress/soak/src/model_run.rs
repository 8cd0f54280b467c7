//! The two servers of a model: one runs all the time, the other is restarted again and again.

use crate::{
    counters::{Counter, Counters},
    levels::Levels,
    load::Load,
    server::{Server, Size},
    shutdown_check::check_shutdown,
    state::{ClientError, POLL_INTERVAL},
    target::Target,
};
use std::{
    ops::Range,
    path::Path,
    thread,
    time::{Duration, Instant},
};
use support::ReservedPort;

/// How many milliseconds a server runs that is restarted.
const UPTIME: Range<u64> = 500..4000;

/// The number of the client that starts and stops servers; those of a load are smaller.
const OPERATOR: u64 = 999;

/// One model's share in a run.
pub(crate) struct ModelRun {
    pub(crate) model: &'static str,
    /// What the steady server and the restarted one are called.
    pub(crate) names: [String; 2],
    pub(crate) steady: Target,
    pub(crate) restarted: Target,
    pub(crate) counters: Counters,
    pub(crate) levels: Levels,
    /// They keep the ports ours while a server is restarted.
    pub(crate) _ports: Vec<ReservedPort>,
}

impl ModelRun {
    pub(crate) fn start(program: &Path, model: &'static str) -> anyhow::Result<(Self, [Server; 2])> {
        let ports = vec![ReservedPort::new()?, ReservedPort::new()?];
        let [steady, restarted] = [0, 1].map(|number: usize| Target::new(ports[number].port()));
        let one = Server::start(program, model, Size::Small, &steady)?;
        let other = Server::start(program, model, Size::Ample, &restarted)?;
        let names = ["steady", "restarted"].map(|which| format!("{model}, {which}"));
        let (counters, levels) = (Counters::default(), Levels::default());
        Ok((Self { model, names, steady, restarted, counters, levels, _ports: ports }, [one, other]))
    }
}

/// Rounds of clients until the time is over; then a shutdown. What the server used in between.
pub(crate) fn run_steady(load: &Load<'_>, mut server: Server) -> Levels {
    let mut levels = Levels::default();
    // Before the first client.
    load.check_idle(&server, &mut levels);
    let mut round = 0;
    while load.run.has_time() {
        round += 1;
        load.round(round, &mut server, &mut levels);
    }
    shut_down(load, &mut server);
    levels
}

/// One server after another, under clients that never leave.
pub(crate) fn run_restarted(load: &Load<'_>, mut server: Server, program: &Path, model: &str) {
    let mut operator = load.client(0, OPERATOR);
    thread::scope(|scope| {
        load.start_clients(1, Instant::now() + load.run.time, scope);
        loop {
            let end = Instant::now() + Duration::from_millis(operator.rng.u64(UPTIME));
            while load.run.has_time() && Instant::now() < end {
                thread::sleep(POLL_INTERVAL);
            }
            load.check_server(&mut server);
            if !load.run.has_time() || !succeeded(load, check_shutdown(&mut operator, &mut server)) {
                break;
            }
            match Server::start(program, model, Size::Ample, load.target) {
                Ok(next) => server = next,
                Err(error) => return load.run.violated(load.name, &format!("{error:#}")),
            }
            load.target.change_generation();
            load.counters.add(Counter::Restarts, 1);
        }
    });
    load.check_server(&mut server);
    shut_down(load, &mut server);
}

/// The last shutdown, unless the run was cancelled.
fn shut_down(load: &Load<'_>, server: &mut Server) {
    if !load.run.is_cancelled() {
        succeeded(load, check_shutdown(&mut load.client(0, OPERATOR), server));
    }
}

fn succeeded(load: &Load<'_>, outcome: Result<(), ClientError>) -> bool {
    match outcome {
        Ok(()) => return true,
        Err(ClientError::Cancelled) => {}
        Err(ClientError::Violation(what)) => load.run.violated(load.name, &what),
        Err(other) => load.run.violated(load.name, &format!("at a shutdown a client was {other:?}")),
    }
    false
}
