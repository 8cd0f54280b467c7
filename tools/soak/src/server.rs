//! A server that runs, from its first line to its exit code.

use crate::{
    listening::Told,
    patience::{FIVE_SECONDS, IDLE_LIMIT, START},
    signal::{self, Signal},
    station::Station,
};
use anyhow::{Context as _, bail};
use std::{
    io::{self, BufRead as _, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};

/// How often a server is looked at that should be about to end.
const BETWEEN_LOOKS: Duration = Duration::from_millis(5);

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
    child: Child,
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
        command.env("GLIBC_TUNABLES", NO_HOARDS);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        lead(&mut command);
        let mut child = command.spawn().with_context(|| format!("could not start {}", program.display()))?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        let server = Self { child, told: Arc::clone(&station.told) };
        server.told.listen(err);
        let first = out.and_then(first_line).unwrap_or_default();
        if first.trim_end() != format!("listening on {address}") {
            let told = server.told.last();
            bail!("{} did not say that it listens on {address}, but {first:?}; {told}", program.display());
        }
        Ok(server)
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn signal(&self, signal: Signal) -> io::Result<()> {
        signal::send(signal, self.process())
    }

    /// Waits for its end, which must be a good one, and come in time.
    pub(crate) fn end(&mut self, since: Instant) -> Result<Duration, String> {
        loop {
            let took = since.elapsed();
            match self.child.try_wait() {
                Ok(Some(status)) if status.success() && took <= FIVE_SECONDS => return Ok(took),
                Ok(Some(status)) => return Err(self.ended_badly(status, took)),
                Ok(None) if took <= FIVE_SECONDS => thread::sleep(BETWEEN_LOOKS),
                Ok(None) => return Err(format!("the server still runs {took:.1?} after SIGTERM")),
                Err(error) => return Err(format!("could not wait for the server: {error}")),
            }
        }
    }

    fn ended_badly(&self, status: ExitStatus, took: Duration) -> String {
        format!("{took:.1?} after SIGTERM the server ended with {}; {}", in_words(status), self.told.last())
    }

    /// How it has ended without being told to, if it has.
    pub(crate) fn has_died(&mut self) -> Option<String> {
        let status = self.child.try_wait().ok().flatten()?;
        Some(format!("the server ended by itself, with {}; {}", in_words(status), self.told.last()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How a program ended. What std says of an exit code is different on Windows.
fn in_words(status: ExitStatus) -> String {
    status.code().map_or_else(|| status.to_string(), |code| format!("exit code {code}"))
}

/// The first line, if it comes in time.
fn first_line(out: ChildStdout) -> Option<String> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut line = String::new();
        // Whoever asked may have gone.
        let _ = send.send(BufReader::new(out).read_line(&mut line).map(|_| line));
    });
    receive.recv_timeout(START).ok()?.ok()
}

/// Makes it the leader of a process group, so that Ctrl+C at the terminal, which is for us, does not end it as well.
#[cfg(unix)]
fn lead(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn lead(_: &mut Command) {}
