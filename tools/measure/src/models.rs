//! The three models side by side: each round goes once through every model at every number of clients.

use crate::{
    arguments::Settings,
    idle,
    load::{self, Run},
    machine::Machine,
    programs::Programs,
    results::{Busy, Measurements, Spread},
    room,
};
use anyhow::Context as _;
use std::{
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};
use support::{ProcessStatistics, ProgressLine, ServerProcess};

/// How long a server may take to listen; a virtual machine has to load first.
pub(crate) const START_TIMEOUT: Duration = Duration::from_secs(20);

/// How many clients a server takes in before one has to say so (its default for `--max-clients`).
const MOST: u32 = 12_000;

/// What is measured in every round, and what came of it.
struct Case {
    model: String,
    clients: u32,
    runs: Vec<Run>,
}

/// Measures the models.
pub(crate) fn measure(settings: &Settings) -> anyhow::Result<Measurements> {
    let programs = Programs::of(settings, &["concurrency", "wire"])?;
    let (program, wire) = (programs.path("concurrency")?, programs.path("wire")?);
    let limit = room::limit();
    let (mut cases, mut missing) = cases(settings, limit);
    let (rounds, seconds) = settings.effort();
    let progress = ProgressLine::on_terminal();
    for round in 1..=rounds {
        for case in &mut cases {
            let Case { model, clients, runs } = case;
            progress.show(format_args!("round {round} of {rounds}: {model}, {clients} clients"));
            match run(&program, &wire, model, *clients, seconds.as_secs_f64()) {
                Ok(run) => runs.push(run),
                Err(error) => missing.push(format!("{model}, {clients} clients, round {round}: {error:#}")),
            }
        }
    }
    let idle = idle::measure(&program, settings, limit, &progress, &mut missing);
    let busy = cases.iter().filter_map(busy).collect();
    let seconds = seconds.as_secs_f64();
    Ok(Measurements { machine: Machine::here()?, rounds, seconds, busy, idle, missing })
}

/// Every model at every number of clients, one model after the other at each.
fn cases(settings: &Settings, limit: u64) -> (Vec<Case>, Vec<String>) {
    let (mut sizes, mut missing) = (Vec::new(), Vec::new());
    for asked in &settings.clients {
        let (clients, word) = room::fitting(*asked, limit);
        missing.extend(word);
        sizes.push(clients);
    }
    sizes.sort_unstable();
    sizes.dedup();
    let of = |clients| move |model: &String| Case { model: model.clone(), clients, runs: Vec::new() };
    let cases = sizes.into_iter().flat_map(|clients| settings.models.iter().map(of(clients))).collect();
    (cases, missing)
}

fn run(program: &Path, wire: &Path, model: &str, clients: u32, seconds: f64) -> anyhow::Result<Run> {
    let server = start(program, &options(model, clients))?;
    let load = ["--clients".to_owned(), clients.to_string(), "--seconds".to_owned(), seconds.to_string()];
    load::run(wire, &server, &load)
}

/// A server of ours with these options.
pub(crate) fn start(program: &Path, options: &str) -> anyhow::Result<ServerProcess> {
    let mut command = Command::new(program);
    command.args(["127.0.0.1", "0"]).args(options.split_whitespace());
    Ok(ServerProcess::start(command.stderr(Stdio::null()), START_TIMEOUT)?)
}

/// What a server uses now.
pub(crate) fn statistics(server: &ServerProcess) -> anyhow::Result<ProcessStatistics> {
    server.statistics().context("the server has ended, or this system does not tell what it uses")
}

/// The options for so many clients. A pool serves as many as it has workers, and the others wait until one leaves: clients
/// that ask for as long as they are measured need a worker each.
pub(crate) fn options(model: &str, clients: u32) -> String {
    let workers = if model == "pool" { format!(" --workers {clients}") } else { String::new() };
    let most = if clients > MOST { format!(" --max-clients {clients}") } else { String::new() };
    format!("--model {model}{workers}{most}")
}

#[expect(clippy::cast_precision_loss, reason = "no machine has so much memory")]
fn busy(case: &Case) -> Option<Busy> {
    let spread = |of: fn(&Run) -> f64| Spread::of(case.runs.iter().map(of));
    Some(Busy {
        model: case.model.clone(),
        clients: case.clients,
        options: options(&case.model, case.clients),
        replies_per_second: spread(|run| run.replies_per_second)?,
        p50_us: spread(|run| run.latency.p50)?,
        p99_us: spread(|run| run.latency.p99)?,
        memory_bytes: spread(|run| run.memory as f64)?,
        threads: Spread::of(case.runs.iter().filter_map(|run| run.threads).map(|threads| threads as f64)),
        server_us: spread(|run| run.server_us)?,
        load_us: Spread::of(case.runs.iter().filter_map(|run| run.load_us)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_gets_a_worker_for_each_client_and_a_full_house_is_made_larger() {
        assert_eq!(options("pool", 1000), "--model pool --workers 1000");
        assert_eq!(options("async", 10_000), "--model async");
        assert_eq!(options("threads", 15_000), "--model threads --max-clients 15000");
    }
}
