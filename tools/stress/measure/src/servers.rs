//! The servers that are measured: built by the same cargo as this program, started, and watched under a load.

use crate::arguments::Settings;
use anyhow::{Context as _, anyhow, bail};
use clap::Parser as _;
use std::{
    env::consts::EXE_SUFFIX,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};
use support::{ProgressLine, ServerProcess, cargo};
use wire::load::{Arguments, Latency, Load, Report};

/// The profile in the workspace's manifest that what is measured is built with, as the alias `cargo measure` builds this
/// program.
const PROFILE: &str = "measured";

/// The workspace that this file belongs to, wherever the command was typed.
const MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../Cargo.toml");

/// How long a server may take to listen; a virtual machine has to load first.
pub(crate) const START_TIMEOUT: Duration = Duration::from_secs(20);

/// How often the server is looked at while it is loaded.
const LOOK: Duration = Duration::from_millis(50);

/// How many clients our server accepts without `--max-clients`.
const DEFAULT_MAX_CLIENTS: u32 = 12_000;

/// The files that a program has open besides its clients, generously.
const OTHER_FILES: u64 = 100;

/// Round numbers of clients, one of which is taken where what was asked for does not fit.
const ROUND_NUMBERS: [u32; 9] = [20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50];

/// The folder of programs that are built.
pub(crate) struct Programs(pub(crate) PathBuf);

impl Programs {
    /// Builds them with optimisation, unless the command line says where they are.
    pub(crate) fn of(settings: &Settings, packages: &[&str]) -> anyhow::Result<Self> {
        if let Some(folder) = &settings.programs {
            return Ok(Self(folder.clone()));
        }
        let packages = packages.iter().flat_map(|package| ["--package", package]);
        let arguments = ["--profile", PROFILE, "--manifest-path", MANIFEST].into_iter().chain(packages);
        let mut path = cargo::build(arguments)?.into_values().next().context("cargo has built nothing")?;
        path.pop();
        Ok(Self(path))
    }

    /// The path of one of them.
    pub(crate) fn path(&self, name: &str) -> anyhow::Result<PathBuf> {
        let path = Some(self.0.join(format!("{name}{EXE_SUFFIX}"))).filter(|path| path.is_file());
        path.with_context(|| format!("there is no {name} in {}", self.0.display()))
    }
}

/// Our server with these options.
pub(crate) fn start(program: &Path, options: &str) -> anyhow::Result<ServerProcess> {
    let mut command = Command::new(program);
    command.args(["127.0.0.1", "0"]).args(options.split_whitespace());
    Ok(ServerProcess::start(command.stderr(Stdio::null()), START_TIMEOUT)?)
}

/// The options for this number of clients. A pool serves as many as it has workers, and the others wait until one leaves:
/// clients that send requests for as long as they are measured need a worker each.
pub(crate) fn options(model: &str, clients: u32) -> String {
    let workers = if model == "pool" { format!(" --workers {clients}") } else { String::new() };
    let most =
        if clients > DEFAULT_MAX_CLIENTS { format!(" --max-clients {clients}") } else { String::new() };
    format!("--model {model}{workers}{most}")
}

/// As many clients as were asked for, or the largest round number that fits into the limit of open files, if there is one,
/// with a remark about it.
pub(crate) fn fitting_clients(asked: u32, limit: Option<u64>) -> (u32, Option<String>) {
    let limit = limit.unwrap_or(u64::MAX);
    let fits = |clients: u32| u64::from(clients) + OTHER_FILES <= limit;
    if fits(asked) {
        return (asked, None);
    }
    let clients = ROUND_NUMBERS.into_iter().find(|round| *round < asked && fits(*round)).unwrap_or(1);
    let remark = format!(
        "{asked} clients: a program may have {limit} files open here (ulimit -Hn), so {clients} were measured instead"
    );
    (clients, Some(remark))
}

/// One load as `wire load` makes it, as the load generator and the server saw it.
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
pub(crate) fn load(server: &ServerProcess, options: &str) -> anyhow::Result<Run> {
    let line = format!("load {} {} {options}", server.address().ip(), server.address().port());
    let arguments = Arguments::try_parse_from(line.split_whitespace())?;
    let clients = Load::new(&arguments)?;
    let before = server.statistics();
    let (mut memory, mut threads) = (None, None);
    let report = thread::scope(|scope| {
        let running = scope.spawn(|| clients.run(ProgressLine::hidden()));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_gets_a_worker_for_each_client_and_a_full_server_a_higher_limit() {
        assert_eq!(options("pool", 1000), "--model pool --workers 1000");
        assert_eq!(options("async", 10_000), "--model async");
        assert_eq!(options("threads", 15_000), "--model threads --max-clients 15000");
    }

    #[test]
    fn too_many_clients_become_the_largest_round_number_that_fits() {
        assert_eq!(fitting_clients(10_000, Some(20_000)), (10_000, None));
        assert_eq!(fitting_clients(10_000, Some(10_100)), (10_000, None));
        let (clients, remark) = fitting_clients(10_000, Some(4096));
        assert_eq!(clients, 2000);
        assert!(remark.unwrap().contains("4096"));
        assert_eq!(fitting_clients(256, Some(120)).0, 1);
    }
}
