//! A server that runs, from its first line to its exit code.

use crate::{log::ServerLog, target::Target};
use anyhow::bail;
use std::{
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};
use support::{ServerProcess, describe_exit, detach_from_terminal};

/// The servers' `--idle-timeout`: as short as a busy machine allows, so that many silent clients are closed in a short
/// run. It is also how long a client that reads nothing can delay a shutdown.
pub(crate) const IDLE_TIMEOUT: Duration = Duration::from_secs(2);

/// How long a server may take to listen. Only a failure takes that long.
const START_TIMEOUT: Duration = Duration::from_secs(20);

/// How long the server promises to take for a graceful shutdown.
const EXIT_TIMEOUT: Duration = Duration::from_secs(5);

/// The allocator of most Linux systems keeps for each thread some of what it has freed: seven pieces of each of 64 sizes,
/// up to 230 KB. It takes the 48 threads of a pool an hour to fill that, and a leak of ours could hide behind it.
const NO_THREAD_CACHE: &str = "glibc.malloc.tcache_count=0";

/// A running server; dropping it kills it.
pub(crate) struct Server {
    pub(crate) process: ServerProcess,
    pub(crate) log: Arc<ServerLog>,
}

impl Server {
    /// Starts it, and waits until it says that it listens.
    pub(crate) fn start(target: &Target) -> anyhow::Result<Self> {
        let Target { run, model, lifecycle, address, .. } = target;
        let mut command = Command::new("sh");
        command.args(["-c", lifecycle.script]).arg(&run.program);
        command.args(lifecycle.arguments).args(["--model", model]);
        command.arg(format!("--idle-timeout={}", IDLE_TIMEOUT.as_secs()));
        command.args([address.ip().to_string(), address.port().to_string()]);
        command.env("GLIBC_TUNABLES", NO_THREAD_CACHE).stderr(Stdio::piped());
        // Ctrl+C at the terminal is for us.
        let mut process = ServerProcess::spawn(detach_from_terminal(&mut command))?;
        let log = Arc::clone(&target.log);
        log.read(process.take_stderr());
        if process.wait_until_listening(START_TIMEOUT).is_err() || process.address() != *address {
            let (program, first, log) = (run.program.display(), process.stdout(), log.last());
            bail!("{program} did not say that it listens on {address}, but {first:?}; {log}");
        }
        Ok(Self { process, log })
    }

    /// Waits for its exit, which must be with code 0, and in time; how long it took.
    pub(crate) fn wait(&mut self, since: Instant) -> Result<Duration, String> {
        match self.process.wait(EXIT_TIMEOUT.saturating_sub(since.elapsed())) {
            Ok(Some(status)) if status.success() => Ok(since.elapsed()),
            Ok(Some(status)) => {
                let (took, how, log) = (since.elapsed(), describe_exit(status), self.log.last());
                Err(format!("{took:.1?} after SIGTERM the server ended with {how}; {log}"))
            }
            Ok(None) => Err(format!("the server still runs {:.1?} after SIGTERM", since.elapsed())),
            Err(error) => Err(format!("could not wait for the server: {error}")),
        }
    }

    /// How it has exited without SIGTERM, if it has.
    pub(crate) fn exited_early(&mut self) -> Option<String> {
        let status = self.process.exit_status().ok().flatten()?;
        Some(format!("the server ended by itself, with {}; {}", describe_exit(status), self.log.last()))
    }
}
