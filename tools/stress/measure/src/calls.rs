//! The system calls that a reply costs, counted by strace.

use crate::{
    arguments::Settings,
    competitors::is_installed,
    machine::Machine,
    servers::{Programs, START_TIMEOUT, load, options},
};
use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
};
use support::{ProgressLine, ServerProcess, Signal, detach_from_terminal};

/// Loads under which system calls are counted: one request at a time, and many in one piece.
const LOADS: [(u32, u32); 2] = [(64, 1), (16, 16)];

/// Calls that are made less often than once in so many replies belong to the beginning and the end.
const SELDOM: f64 = 0.02;

/// The counts of all models.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Calls {
    /// What they were counted on.
    pub machine: Machine,
    /// For each model and load.
    pub counts: Vec<Count>,
}

/// The counts of a model under a load.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Count {
    /// Which model.
    pub model: String,
    /// How many clients.
    pub clients: u32,
    /// How many requests each had under way.
    pub pipeline: u32,
    /// How many replies were given meanwhile.
    pub replies: u64,
    /// For a reply, each call by its name.
    pub each: BTreeMap<String, f64>,
}

/// Counts for every model that was asked for.
pub(crate) fn count(settings: &Settings) -> anyhow::Result<Calls> {
    if !is_installed("strace") {
        bail!(
            "counting system calls needs strace, which is not here; Debian, Ubuntu and Fedora have it under that name, \
             other systems than Linux have their own: dtruss on macOS"
        );
    }
    let program = Programs::of(settings, &["concurrency"])?.path("concurrency")?;
    let progress = ProgressLine::on_terminal();
    let mut counts = Vec::new();
    for (clients, pipeline) in LOADS {
        for model in &settings.models {
            progress.show(format_args!("{model}, {clients} clients, {pipeline} requests under way each"));
            counts.push(count_one(settings, &program, model, (clients, pipeline))?);
        }
    }
    Ok(Calls { machine: Machine::here(), counts })
}

fn count_one(settings: &Settings, program: &Path, model: &str, size: (u32, u32)) -> anyhow::Result<Count> {
    let (clients, pipeline) = size;
    let file = settings.out.join("strace.txt");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-c", "-o"]).arg(&file).arg(program).args(["127.0.0.1", "0"]);
    strace.args(options(model, clients).split_whitespace()).stderr(Stdio::null());
    let mut server = ServerProcess::start(detach_from_terminal(&mut strace), START_TIMEOUT)?;
    let (_, seconds) = settings.effort();
    let options = format!("--clients {clients} --pipeline {pipeline} --seconds {seconds}");
    let run = load(&server, &options)?;
    let replies = run.report.replies;
    // To the whole group: strace itself, once it writes to a file, ends with the program that it has started (strace(1), -I).
    Signal::Terminate.send_to_group(server.pid()).context("could not stop the server under strace")?;
    server.wait(START_TIMEOUT)?.context("the server under strace does not end")?;
    let table = fs::read_to_string(&file).context("could not read what strace has counted")?;
    Ok(Count { model: model.to_owned(), clients, pipeline, replies, each: per_reply(&table, replies) })
}

/// The calls of strace's table, for each reply: the name is last in a line, the count fourth.
#[expect(clippy::cast_precision_loss, reason = "no run has so many replies")]
fn per_reply(table: &str, replies: u64) -> BTreeMap<String, f64> {
    let line = |line: &str| {
        let words: Vec<_> = line.split_whitespace().collect();
        let count: f64 = words.get(3)?.parse().ok()?;
        let each = count / replies.max(1) as f64;
        let name = *words.last()?;
        (name != "total" && each >= SELDOM).then(|| (name.to_owned(), each))
    };
    table.lines().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_read_from_straces_table_and_seldom_ones_left_out() {
        let table = "\
% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
 50.00    0.100000           1      2000      1000 recvfrom
 49.99    0.099980           1      1000           sendto
  0.01    0.000020           5         4           mmap
------ ----------- ----------- --------- --------- ----------------
100.00    0.200000           1      3004      1000 total
";
        let expected = [("recvfrom".to_owned(), 2.0), ("sendto".to_owned(), 1.0)];
        assert_eq!(per_reply(table, 1000), expected.into());
    }
}
