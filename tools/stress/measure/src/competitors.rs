//! The default model beside others, under the same loads and interleaved. Their list and their sources are in `competitors/`.

use crate::{
    arguments::Settings,
    machine::Machine,
    results::{Spread, measure_rounds},
    servers::{Programs, Run, START_TIMEOUT, load},
};
use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use std::{
    ffi::OsString,
    fmt, fs,
    path::Path,
    process::{Command, Stdio},
};
use support::{ReservedPort, ServerProcess, group_digits};

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
    for competitor in all() {
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
        run(&start(line)?, *competitor, *mode, seconds)
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

/// A line for each: its name, a request and the right reply, what compiles it, if anything has to, and what starts it.
///
/// In the commands, `BUILT/` stands for the programs of this workspace, `SOURCES/` for the folder of the sources, and
/// `COMPILED/` for that of what is made of them. No word has a blank in it.
const LIST: &str = include_str!("../competitors/list.txt");

/// Stands for a port that is free now, in the command of a server that does not say where it listens.
const FREE_PORT: &str = "FREE_PORT";

/// The folder of their sources.
const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/competitors");

/// A server that the default model is compared with.
#[derive(Debug, Clone, Copy)]
struct Competitor {
    /// What the table calls it.
    name: &'static str,
    request: &'static str,
    reply: &'static str,
    compiler: &'static str,
    server: &'static str,
}

/// All of them, first the default model, with which the others are compared.
fn all() -> impl Iterator<Item = Competitor> {
    LIST.lines().filter_map(|line| {
        let fields: Vec<_> = line.split('|').map(str::trim).collect();
        let [name, request, reply, compiler, server] = fields.try_into().ok()?;
        Some(Competitor { name, request, reply, compiler, server })
    })
}

impl Competitor {
    /// Compiles what has to be compiled, into this folder; returns the program and its arguments.
    fn prepare(self, programs: &Programs, folder: &Path) -> anyhow::Result<Vec<OsString>> {
        for tool in [self.compiler, self.server].iter().filter_map(|line| line.split_whitespace().next()) {
            if !tool.contains('/') && !is_installed(tool) {
                bail!("{tool} is not installed");
            }
        }
        fs::create_dir_all(folder)?;
        let word = |word: &str| -> anyhow::Result<OsString> {
            Ok(match word.split_once('/') {
                Some(("BUILT", name)) => programs.path(name)?.into(),
                Some(("SOURCES", name)) => Path::new(SOURCES).join(name).into(),
                Some(("COMPILED", name)) => folder.join(name).into(),
                _ => word.trim_matches('"').into(),
            })
        };
        let words = |line: &str| line.split_whitespace().map(word).collect::<anyhow::Result<Vec<_>>>();
        if let [compiler, arguments @ ..] = words(self.compiler)?.as_slice() {
            compile(Command::new(compiler).args(arguments))?;
        }
        words(self.server)
    }
}

/// Starts a competitor again.
fn start(line: &[OsString]) -> anyhow::Result<ServerProcess> {
    let (program, arguments) = line.split_first().context("there is no program")?;
    // Nothing else is given this port until the competitor listens.
    let reserved = ReservedPort::new()?;
    let port = reserved.port();
    let given = |word: &OsString| if word == FREE_PORT { port.to_string().into() } else { word.clone() };
    let mut command = Command::new(program);
    command.args(arguments.iter().map(given)).stderr(Stdio::null());
    Ok(if arguments.iter().any(|word| word == FREE_PORT) {
        ServerProcess::start_at(&mut command, ([127, 0, 0, 1], port).into(), START_TIMEOUT)?
    } else {
        ServerProcess::start(&mut command, START_TIMEOUT)?
    })
}

/// Whether the shell's path leads to it. What it says about itself, if it says anything, does not matter.
pub(crate) fn is_installed(tool: &str) -> bool {
    let mut command = Command::new(tool);
    let version = if tool == "go" { "version" } else { "--version" };
    command.arg(version).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn compile(command: &mut Command) -> anyhow::Result<()> {
    let output = command.stdin(Stdio::null()).output().context("the compiler does not start")?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr).replace(SOURCES, "competitors");
        bail!("it cannot be compiled: {}", text.trim_end());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_installed_is_seen_before_it_is_started() {
        assert!(!is_installed("a-program-that-nobody-has"));
        assert!(is_installed("cargo"));
    }

    #[test]
    fn every_competitor_has_a_name_of_its_own_and_a_server() {
        let mut names: Vec<_> = all().map(|competitor| competitor.name).collect();
        assert_eq!(names.len(), LIST.lines().count(), "a line has five fields");
        assert!(all().all(|competitor| !competitor.server.is_empty()));
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn words_that_stand_for_something_are_replaced_in_commands() {
        let competitor = |server| Competitor { name: "", request: "", reply: "", compiler: "", server };
        let (folder, programs) = (tempfile::tempdir().unwrap(), Programs("nowhere".into()));
        let words = |server| competitor(server).prepare(&programs, folder.path());
        let expected: [OsString; 3] =
            [folder.path().join("x").into(), format!("{SOURCES}/y").into(), "".into()];
        assert_eq!(words(r#"COMPILED/x SOURCES/y """#).unwrap(), expected);
        assert_eq!(words("BUILT/x").unwrap_err().to_string(), "there is no x in nowhere");
        assert_eq!(words("no-such-program").unwrap_err().to_string(), "no-such-program is not installed");
    }
}
