//! One run of `wire load`, with the server watched meanwhile.

use anyhow::{Context as _, bail};
use serde::Deserialize;
use std::{
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};
use support::{ProcessStatistics, ServerProcess};

/// How often the server is looked at while it is loaded.
const LOOK: Duration = Duration::from_millis(50);

/// What `wire load --json` reports, as far as it is used here.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Report {
    pub(crate) replies: u64,
    pub(crate) replies_per_second: f64,
    pub(crate) latency_us: Option<Latency>,
    pub(crate) cpu_seconds: Option<f64>,
    pub(crate) served_seconds: Option<f64>,
}

/// Its percentiles.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Latency {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

/// One load, as the load generator and the server saw it.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) replies: u64,
    pub(crate) replies_per_second: f64,
    pub(crate) latency: Latency,
    /// When all were served, if each asked once.
    pub(crate) served_seconds: Option<f64>,
    /// The most memory and the most threads that the server was seen with, where the system tells.
    pub(crate) memory: Option<u64>,
    pub(crate) threads: Option<u64>,
    /// Processor time for a reply, in microseconds.
    pub(crate) server_us: Option<f64>,
    pub(crate) load_us: Option<f64>,
}

/// Loads the server. Only a load in which every reply came, and was right, is a measurement.
pub(crate) fn run(wire: &Path, server: &ServerProcess, options: &[String]) -> anyhow::Result<Run> {
    let mut command = Command::new(wire);
    command.args([
        "load",
        &server.address().ip().to_string(),
        &server.address().port().to_string(),
        "--json",
    ]);
    command.args(options).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let before = server.statistics();
    let child = command.spawn().context("could not start wire")?;
    let (mut memory, mut threads) = (None, None);
    let output = watch(child, server, |now| {
        memory = memory.max(Some(now.memory));
        threads = threads.max(now.threads);
    })?;
    let cpu =
        before.zip(server.statistics()).map(|(before, now)| now.cpu_time.saturating_sub(before.cpu_time));
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim_end());
    }
    let report: Report = serde_json::from_slice(&output.stdout).context("could not read wire's report")?;
    let latency = report.latency_us.context("there was no reply")?;
    #[expect(clippy::cast_precision_loss, reason = "a cost a reply has few digits")]
    let each = |seconds: f64| seconds * 1e6 / report.replies as f64;
    Ok(Run {
        replies: report.replies,
        replies_per_second: report.replies_per_second,
        latency,
        served_seconds: report.served_seconds,
        memory,
        threads,
        server_us: cpu.map(|cpu| each(cpu.as_secs_f64())),
        load_us: report.cpu_seconds.map(each),
    })
}

/// Looks at the server until the load is over.
fn watch(
    mut child: Child,
    server: &ServerProcess,
    mut on_look: impl FnMut(ProcessStatistics),
) -> anyhow::Result<std::process::Output> {
    loop {
        let over = child.try_wait()?.is_some();
        if let Some(now) = server.statistics() {
            on_look(now);
        }
        if over {
            // What it prints fits into a pipe, so that it does not wait for its reader.
            return Ok(child.wait_with_output()?);
        }
        thread::sleep(LOOK);
    }
}
