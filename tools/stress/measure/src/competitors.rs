//! The default model beside others, under the same loads and interleaved.

use crate::{
    arguments::Settings,
    competitor::{self, Competitor},
    machine::Machine,
    results::{Spread, measure_rounds},
    servers::{Programs, Run, load},
};
use serde::{Deserialize, Serialize};
use std::fmt;
use support::{ServerProcess, group_digits};

/// A load under which all are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mode {
    /// How many clients.
    pub clients: u32,
    /// How many requests each has under way.
    pub pipeline: u32,
    /// Whether each asks once, and the time until all are served is what counts.
    pub once: bool,
}

/// The loads.
pub(crate) const MODES: [Mode; 4] = [
    Mode { clients: 64, pipeline: 1, once: false },
    Mode { clients: 1000, pipeline: 1, once: false },
    Mode { clients: 16, pipeline: 16, once: false },
    Mode { clients: 1000, pipeline: 1, once: true },
];

impl fmt::Display for Mode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clients = group_digits(self.clients);
        match self {
            Self { once: true, .. } => write!(out, "{clients} clients that come at once"),
            Self { pipeline: 1, .. } => write!(out, "{clients} clients"),
            Self { pipeline, .. } => write!(out, "{clients} clients, {pipeline} requests under way each"),
        }
    }
}

/// What came of the comparison.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Comparison {
    /// What it was measured on.
    pub machine: Machine,
    /// How many rounds, and how long each measurement took.
    pub rounds: u32,
    /// In seconds.
    pub seconds: f64,
    /// Every competitor under every load.
    pub cells: Vec<Cell>,
    /// What was not measured, and why.
    pub missing: Vec<String>,
}

/// A competitor under a load.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Cell {
    /// Who.
    pub competitor: String,
    /// Under which load.
    pub mode: Mode,
    /// How many replies came each second; every one was right.
    pub replies_per_second: Spread,
    /// 99 in a hundred replies took no longer than this, in microseconds.
    pub p99_us: Spread,
    /// When all were served, if each asked once.
    pub served_ms: Option<Spread>,
    /// Processor time of the server for a reply, in microseconds, where the system tells.
    pub server_us: Option<Spread>,
    /// Processor time of the load generator for a reply, in microseconds, where it is counted.
    pub load_us: Option<Spread>,
}

/// Measures all that are installed.
pub(crate) fn compare(settings: &Settings) -> anyhow::Result<Comparison> {
    let programs = Programs::of(settings, &["concurrency", "measure"])?;
    let mut missing = Vec::new();
    let mut ready = Vec::new();
    for competitor in competitor::all() {
        match competitor.prepare(&programs, &settings.out.join("competitors")) {
            Ok(line) => ready.push((competitor, line)),
            Err(error) => missing.push(format!("{}: {error:#}", competitor.name)),
        }
    }
    let (rounds, seconds) = settings.effort();
    let each = |mode| ready.iter().map(move |(competitor, line)| (mode, *competitor, line));
    let cases = MODES.into_iter().flat_map(each);
    let cases = cases.map(|case| (format!("{}: {}", case.1.name, case.0), case));
    let runs = measure_rounds(cases, rounds, &mut missing, |(mode, competitor, line)| {
        run(&competitor::start(line)?, *competitor, *mode, seconds)
    });
    let cells = runs.iter().filter_map(|((mode, competitor, _), runs)| cell(*mode, *competitor, runs));
    let cells = cells.collect();
    Ok(Comparison { machine: Machine::here(), rounds, seconds, cells, missing })
}

fn run(server: &ServerProcess, competitor: Competitor, mode: Mode, seconds: f64) -> anyhow::Result<Run> {
    let (Competitor { request, reply, .. }, Mode { clients, pipeline, once }) = (competitor, mode);
    let how = format!("--pipeline {pipeline} --seconds {seconds}");
    let how = if once { "--once --timeout 60" } else { &how };
    load(server, &format!("--clients {clients} --ask {request} --expect {reply} {how}"))
}

fn cell(mode: Mode, competitor: Competitor, runs: &[Run]) -> Option<Cell> {
    let spread = |of: fn(&Run) -> Option<f64>| Spread::of(runs.iter().filter_map(of));
    Some(Cell {
        competitor: competitor.name.to_owned(),
        mode,
        replies_per_second: spread(|run| Some(run.report.replies_per_second))?,
        p99_us: spread(|run| Some(run.latency.p99))?,
        served_ms: spread(|run| Some(run.report.served_seconds? * 1e3)),
        server_us: spread(|run| run.server_us),
        load_us: spread(|run| run.load_us),
    })
}
