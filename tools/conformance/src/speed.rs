//! How many replies a second a server gives, beside ours and beside an echo, under the same loads. Nothing of it is judged.

use crate::{
    arguments::Arguments,
    command::{LAST_WORDS, Started},
    lesson::RESULTS,
    subject::Subject,
    target::{START_LIMIT, Target},
};
use anyhow::anyhow;
use clap::Parser as _;
use measure::results::{Spread, measure_rounds};
use serde::{Deserialize, Serialize};
use std::{
    fmt::{self, Display, Formatter},
    time::Duration,
};
use support::{ProcessSupervisor, ProgressLine, cargo, group_digits, poll_for};
use wire::load::{self, Load};

/// What a table calls each load, its clients, and how many requests each client has under way.
const LOADS: [(&str, u32, u32); 3] =
    [("1 client", 1, 1), ("64 clients", 64, 1), ("16 clients, 16 requests each", 16, 16)];

/// How often each server is measured under each load.
const ROUNDS: u32 = 3;

/// What every client asks, and its value.
const REQUEST: &str = "1+2*3";
const VALUE: &str = "7";

/// How long to wait at most for connections, for the replies that are left when a load ends, and for a server to end.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// The workspace of our servers.
const MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");

/// What a message calls each server.
const SERVERS: [&str; 3] = ["your server", "ours", "the bare echo"];

/// The medians under all loads.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Speed {
    /// Whether more is to come: then these are the medians so far. Reports did not have it from the beginning.
    #[serde(default)]
    pub measuring: bool,
    /// How many rounds, and how long each load went on, in seconds.
    pub rounds: u32,
    /// In seconds.
    pub seconds: f64,
    /// A row for each load.
    pub loads: Vec<Row>,
    /// What could not be measured, and why.
    pub missing: Vec<String>,
}

/// Replies a second under one load, where they could be measured.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Row {
    /// The load in words.
    pub name: String,
    /// How many clients.
    pub clients: u32,
    /// How many requests each has under way.
    pub pipeline: u32,
    /// Of the server that was judged.
    pub yours: Option<f64>,
    /// Of the server of this book.
    pub ours: Option<f64>,
    /// Of a server that only sends each line back.
    pub echo: Option<f64>,
}

/// Loads the server, ours and an echo in turn. Ours are built by cargo, if they have not been. `watch` sees what there is so far.
///
/// # Errors
///
/// Those of the first `watch`.
pub(crate) fn measure(
    arguments: &Arguments,
    target: &dyn Target,
    supervisor: &ProcessSupervisor,
    time: Duration,
    mut watch: impl FnMut(Speed) -> anyhow::Result<()>,
) -> anyhow::Result<Speed> {
    let (seconds, wait) = (time.as_secs_f64(), arguments.limits().check.min(LONGEST_WAIT).as_secs());
    watch(Speed::so_far(seconds, &[]))?;
    let (ours, reply) =
        if arguments.subject == Subject::Echo { ("echo", REQUEST) } else { ("concurrency", VALUE) };
    let mut missing = Vec::new();
    let programs = build(ours).unwrap_or_else(|error| {
        missing.push(format!("ours and the bare echo: {error:#}"));
        cargo::Executables::new()
    });
    let started = |name| {
        let words = vec![programs.get(name)?.to_str()?.to_owned()];
        Some(Started { words, supervisor: supervisor.clone() })
    };
    let (ours, echo) = (started(ours), started("tokio-echo"));
    let [ours, echo] = [&ours, &echo].map(|started| started.as_ref().map(|it| it as &dyn Target));
    let targets = [(Some(target), reply), (ours, reply), (echo, REQUEST)];
    let cases = LOADS.into_iter().flat_map(|(load, clients, pipeline)| {
        let limits =
            format!("--clients {clients} --pipeline {pipeline} --seconds {seconds} --timeout {wait}");
        SERVERS.into_iter().zip(targets).filter_map(move |(server, (target, reply))| {
            let options = format!("{limits} --expect {reply}");
            Some((format!("{server}, {load}"), ((load, server), target?, options)))
        })
    });
    let mut rates = Vec::new();
    measure_rounds(cases, ROUNDS, &mut missing, |(place, target, options)| {
        rates.push((*place, replies_per_second(*target, options)?));
        watch(Speed::so_far(seconds, &rates))
    });
    Ok(Speed { measuring: false, missing, ..Speed::so_far(seconds, &rates) })
}

impl Speed {
    /// From the replies a second of each load and server, a number for each round.
    fn so_far(seconds: f64, rates: &[((&str, &str), f64)]) -> Self {
        let loads = LOADS.map(|(name, clients, pipeline)| {
            let [yours, ours, echo] = SERVERS.map(|server| {
                let rounds = rates.iter().filter(|(place, _)| *place == (name, server));
                Some(Spread::of(rounds.map(|(_, rate)| *rate))?.median)
            });
            Row { name: name.to_owned(), clients, pipeline, yours, ours, echo }
        });
        Self { measuring: true, rounds: ROUNDS, seconds, loads: loads.into(), missing: Vec::new() }
    }
}

/// Builds our server and the bare echo, with the optimisation of `cargo measure`.
fn build(ours: &str) -> anyhow::Result<cargo::Executables> {
    let progress = ProgressLine::on_terminal();
    progress.show("building our servers with optimisation: this takes minutes, but only the first time");
    let profile = ["--quiet", "--profile", "measured", "--manifest-path", MANIFEST];
    let programs = ["--package", ours, "--bin", ours, "--package", "measure", "--bin", "tokio-echo"];
    cargo::build(profile.into_iter().chain(programs))
}

/// Starts a server and loads it. Only a load in which every reply came, and was right, is a measurement.
fn replies_per_second(target: &dyn Target, options: &str) -> anyhow::Result<f64> {
    let mut server = target.start(START_LIMIT).map_err(|why| anyhow!(why.0))?;
    let (host, port) = (server.address().ip(), server.address().port());
    let line = format!("load {host} {port} --ask {REQUEST} {options}");
    let report = Load::new(&load::Arguments::try_parse_from(line.split(' '))?)?.run(ProgressLine::hidden());
    let lost = report.as_ref().map_or(0, |report| report.lost);
    let report = report.and_then(|report| report.faults().map_or(Ok(report), |faults| Err(anyhow!(faults))));
    report.map(|report| report.replies_per_second).map_err(|error| {
        // A server that ends closes its connections first.
        let ended = poll_for(if lost > 0 { LONGEST_WAIT } else { LAST_WORDS }, || server.ended());
        ended.map_or(error, |how| anyhow!("it ended with {how} while it was loaded"))
    })
}

impl Display for Speed {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Self { rounds, seconds, loads, missing, .. } = self;
        writeln!(
            out,
            "Replies a second, the medians of {rounds} rounds of {seconds} s. This is not judged.\n\n  \
             under this load               your server        ours   bare echo    of ours   of echo"
        )?;
        for Row { name, yours, ours, echo, .. } in loads {
            let [yours_shown, ours_shown, echo_shown] =
                [yours, ours, echo].map(|rate| rate.map_or("–".to_owned(), group_digits));
            let [of_ours, of_echo] = [ours, echo].map(|other| {
                yours.zip(*other).map_or("–".to_owned(), |(yours, other)| format!("{:.2}", yours / other))
            });
            write!(out, "  {name:<30}{yours_shown:>11} {ours_shown:>11} {echo_shown:>11}")?;
            writeln!(out, " {of_ours:>10} {of_echo:>9}")?;
        }
        missing.iter().try_for_each(|missing| writeln!(out, "\nNot measured: {missing}."))?;
        writeln!(
            out,
            "\nWhat usually limits a server is its system calls: a read and a write for each reply. With several requests \
             under way, one read and one write can carry several replies.\nRead: {RESULTS}"
        )
    }
}
