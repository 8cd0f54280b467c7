//! The programs that are measured, built by the same cargo as this one, and how servers are started.

use crate::arguments::Settings;
use anyhow::Context as _;
use std::{
    env::consts::EXE_SUFFIX,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};
use support::{ServerProcess, cargo};

/// The profile in the workspace's manifest that what is measured is built with, as the alias `cargo measure` builds this
/// program.
const PROFILE: &str = "measured";

/// The workspace that this file belongs to, wherever the command was typed.
const MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../Cargo.toml");

/// How long a server may take to listen; a virtual machine has to load first.
pub(crate) const START_TIMEOUT: Duration = Duration::from_secs(20);

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
