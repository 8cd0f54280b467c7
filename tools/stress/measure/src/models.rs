//! The four models side by side: each round goes once through every model at every number of clients.

use crate::{
    arguments::Settings,
    idle,
    load::{self, Run},
    machine::Machine,
    results::{Busy, Measurements, Spread},
    servers::{Programs, fd_limit, fitting_clients, options, start},
};
use std::path::Path;
use support::ProgressLine;

/// What is measured in every round, and the results.
struct Case {
    model: String,
    clients: u32,
    runs: Vec<Run>,
}

/// Measures the models.
pub(crate) fn measure(settings: &Settings) -> anyhow::Result<Measurements> {
    let programs = Programs::of(settings, &["concurrency", "wire"])?;
    let (program, wire) = (programs.path("concurrency")?, programs.path("wire")?);
    let limit = fd_limit();
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
    Ok(Measurements { machine: Machine::here(), rounds, seconds, busy, idle, missing })
}

/// Every model at every number of clients, one model after the other at each.
fn cases(settings: &Settings, limit: u64) -> (Vec<Case>, Vec<String>) {
    let (mut sizes, mut missing) = (Vec::new(), Vec::new());
    for asked in &settings.clients {
        let (clients, remark) = fitting_clients(*asked, limit);
        missing.extend(remark);
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

#[expect(clippy::cast_precision_loss, reason = "no machine has so much memory")]
fn busy(case: &Case) -> Option<Busy> {
    let spread = |of: fn(&Run) -> Option<f64>| Spread::of(case.runs.iter().filter_map(of));
    Some(Busy {
        model: case.model.clone(),
        clients: case.clients,
        options: options(&case.model, case.clients),
        replies_per_second: spread(|run| Some(run.replies_per_second))?,
        p50_us: spread(|run| Some(run.latency.p50))?,
        p99_us: spread(|run| Some(run.latency.p99))?,
        memory_bytes: spread(|run| Some(run.memory? as f64)),
        threads: spread(|run| Some(run.threads? as f64)),
        server_us: spread(|run| run.server_us),
        load_us: spread(|run| run.load_us),
    })
}
