//! The four models side by side: each round goes once through every model at every number of clients.

use crate::{
    arguments::Settings,
    idle,
    machine::Machine,
    results::{Busy, Measurements, Spread, measure_rounds},
    servers::{Programs, Run, fitting_clients, load, options, start},
};
use std::collections::BTreeSet;
use support::raise_fd_limit;

/// Measures the models.
pub(crate) fn measure(settings: &Settings) -> anyhow::Result<Measurements> {
    let program = Programs::of(settings, &["concurrency"])?.path("concurrency")?;
    let (rounds, seconds) = settings.effort();
    let (mut sizes, mut missing) = (BTreeSet::new(), Vec::new());
    for asked in &settings.clients {
        let (clients, remark) = fitting_clients(*asked, raise_fd_limit());
        sizes.insert(clients);
        missing.extend(remark);
    }
    let models = |clients| settings.models.iter().map(move |model| (model, clients));
    let cases = sizes.into_iter().flat_map(models);
    let cases = cases.map(|(model, clients)| (format!("{model}, {clients} clients"), (model, clients)));
    let runs = measure_rounds(cases, rounds, &mut missing, |(model, clients)| {
        let server = start(&program, &options(model, *clients))?;
        load(&server, &format!("--clients {clients} --seconds {seconds}"))
    });
    let busy = runs.iter().filter_map(|((model, clients), runs)| busy(model, *clients, runs)).collect();
    let idle = idle::measure(&program, settings, &mut missing);
    Ok(Measurements { machine: Machine::here(), rounds, seconds, busy, idle, missing })
}

#[expect(clippy::cast_precision_loss, reason = "no machine has so much memory")]
fn busy(model: &str, clients: u32, runs: &[Run]) -> Option<Busy> {
    let spread = |of: fn(&Run) -> Option<f64>| Spread::of(runs.iter().filter_map(of));
    Some(Busy {
        model: model.to_owned(),
        clients,
        options: options(model, clients),
        replies_per_second: spread(|run| Some(run.report.replies_per_second))?,
        p50_us: spread(|run| Some(run.latency.p50))?,
        p99_us: spread(|run| Some(run.latency.p99))?,
        memory_bytes: spread(|run| Some(run.memory? as f64)),
        threads: spread(|run| Some(run.threads? as f64)),
        server_us: spread(|run| run.server_us),
        load_us: spread(|run| run.load_us),
    })
}
