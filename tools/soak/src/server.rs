//! A server that runs, from its first line to its exit code.

use crate::{
    listening::Told,
    patience::{FIVE_SECONDS, IDLE_LIMIT, START},
    station::Station,
};
use anyhow::bail;
use std::{
    path::Path,
    process::{Command, ExitStatus, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};
use support::{ServerProcess, describe_exit, detach_from_terminal};

/// The allocator of most Linux systems keeps for each thread some of what it has freed: seven pieces of each of 64 sizes,
/// up to 230 KB. It takes the 48 threads of a pool an hour to fill that, and a leak of ours could hide behind it.
const NO_HOARDS: &str = "glibc.malloc.tcache_count=0";

/// How many a server can take in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// Few: it is full after 64, and soon after out of descriptors, of which it needs some ten for itself and one for each
    /// whom it turns away. Its pool is smaller still, so that some of those inside wait for their turn.
    Small,
    /// As many as come.
    Ample,
}

impl Size {
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Small => &["--max-clients", "64", "--workers", "48"],
            Self::Ample => &["--max-clients", "2000", "--workers", "300"],
        }
    }

    /// What a shell does before it becomes the server; the hard limit too, or the server would raise its own.
    fn script(self) -> &'static str {
        match self {
            Self::Small => r#"ulimit -n 80 && exec "$0" "$@""#,
            Self::Ample => r#"exec "$0" "$@""#,
        }
    }
}

/// A running server; dropping it kills it.
pub(crate) struct Server {
    pub(crate) process: ServerProcess,
    pub(crate) told: Arc<Told>,
}

impl Server {
    /// Starts it, and waits until it says that it listens.
    pub(crate) fn start(program: &Path, model: &str, size: Size, station: &Station) -> anyhow::Result<Self> {
        let address = station.address;
        let mut command = Command::new("sh");
        command.args(["-c", size.script()]).arg(program).args(size.arguments()).args(["--model", model]);
        command.arg(format!("--idle-timeout={}", IDLE_LIMIT.as_secs()));
        command.args([address.ip().to_string(), address.port().to_string()]);
        command.env("GLIBC_TUNABLES", NO_HOARDS).stderr(Stdio::piped());
        // Ctrl+C at the terminal is for us.
        let mut process = ServerProcess::spawn(detach_from_terminal(&mut command))?;
        let told = Arc::clone(&station.told);
        told.listen(process.take_stderr());
        if process.wait_until_listening(START).is_err() || process.address() != address {
            let (program, first, told) = (program.display(), process.stdout(), told.last());
            bail!("{program} did not say that it listens on {address}, but {first:?}; {told}");
        }
        Ok(Self { process, told })
    }

    /// Waits for its end, which must be a good one, and come in time.
    pub(crate) fn end(&mut self, since: Instant) -> Result<Duration, String> {
        match self.process.wait(FIVE_SECONDS.saturating_sub(since.elapsed())) {
            Ok(Some(status)) if status.success() => Ok(since.elapsed()),
            Ok(Some(status)) => Err(self.ended_badly(status, since.elapsed())),
            Ok(None) => Err(format!("the server still runs {:.1?} after SIGTERM", since.elapsed())),
            Err(error) => Err(format!("could not wait for the server: {error}")),
        }
    }

    fn ended_badly(&self, status: ExitStatus, took: Duration) -> String {
        format!(
            "{took:.1?} after SIGTERM the server ended with {}; {}",
            describe_exit(status),
            self.told.last()
        )
    }

    /// How it has ended without being told to, if it has.
    pub(crate) fn has_died(&mut self) -> Option<String> {
        let status = self.process.exit_status().ok().flatten()?;
        Some(format!("the server ended by itself, with {}; {}", describe_exit(status), self.told.last()))
    }
}
