//! One load as `wire load` makes it, with the server watched meanwhile.

use anyhow::{Context as _, anyhow, bail};
use clap::Parser as _;
use std::{thread, time::Duration};
use support::{ProgressLine, ServerProcess};
use wire::load::{Arguments, Latency, Load, Report};

/// How often the server is looked at while it is loaded.
const LOOK: Duration = Duration::from_millis(50);

/// One load, as the load generator and the server saw it.
pub(crate) struct Run {
    pub(crate) report: Report,
    pub(crate) latency: Latency,
    /// The most memory and the most threads that the server was seen with, where the system tells.
    pub(crate) memory: Option<u64>,
    pub(crate) threads: Option<u64>,
    /// Processor time for a reply, in microseconds.
    pub(crate) server_us: Option<f64>,
    pub(crate) load_us: Option<f64>,
}

/// Loads the server. Only a load in which every reply came, and was right, is a measurement.
pub(crate) fn run(server: &ServerProcess, options: &str) -> anyhow::Result<Run> {
    let line = format!("load {} {} {options}", server.address().ip(), server.address().port());
    let arguments = Arguments::try_parse_from(line.split_whitespace())?;
    let load = Load::new(&arguments)?;
    let before = server.statistics();
    let (mut memory, mut threads) = (None, None);
    let report = thread::scope(|scope| {
        let running = scope.spawn(|| load.run(ProgressLine::hidden()));
        loop {
            let over = running.is_finished();
            if let Some(now) = server.statistics() {
                memory = memory.max(Some(now.memory));
                threads = threads.max(now.threads);
            }
            if over {
                return running.join().unwrap_or_else(|_| Err(anyhow!("the load generator panicked")));
            }
            thread::sleep(LOOK);
        }
    })?;
    let cpu =
        before.zip(server.statistics()).map(|(before, now)| now.cpu_time.saturating_sub(before.cpu_time));
    if let Some(faults) = report.faults() {
        bail!(faults);
    }
    let latency = report.latency_us.context("there was no reply")?;
    #[expect(clippy::cast_precision_loss, reason = "a cost a reply has few digits")]
    let each = |seconds: f64| seconds * 1e6 / report.replies as f64;
    let (server_us, load_us) = (cpu.map(|cpu| each(cpu.as_secs_f64())), report.cpu_seconds.map(each));
    Ok(Run { report, latency, memory, threads, server_us, load_us })
}
