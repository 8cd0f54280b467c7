//! A server that may be restarted: how it is started, where it listens, its current generation, and how it exits.

use crate::{
    levels::Levels,
    log::ServerLog,
    run::{Counters, Run},
};
use anyhow::bail;
use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpStream},
    process::{Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use support::{ReservedPort, ServerProcess, describe_exit, detach_from_terminal};

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

/// How long the servers of a target live, one after another.
struct Lifecycle {
    /// For people.
    name: &'static str,
    arguments: [&'static str; 4],
    /// What a shell does before it becomes the server.
    script: &'static str,
}

/// One server runs all the time. It accepts few clients: it is full with 64, and soon after out of descriptors, of which it
/// needs about ten for itself and one for each connection that it rejects. Its pool is smaller still, so that some accepted
/// clients wait for a worker. Of the limit of open files it gets the hard one too, or the server would raise its own.
const STEADY: Lifecycle = Lifecycle {
    name: "steady",
    arguments: ["--max-clients", "64", "--workers", "48"],
    script: r#"ulimit -n 80 && exec "$0" "$@""#,
};

/// The server is restarted again and again. It accepts all clients.
const RESTARTED: Lifecycle = Lifecycle {
    name: "restarted",
    arguments: ["--max-clients", "2000", "--workers", "300"],
    script: r#"exec "$0" "$@""#,
};

/// Where clients connect to.
pub(crate) struct Target {
    pub(crate) run: Arc<Run>,
    /// Distinguishes its clients from those of other targets.
    pub(crate) number: u64,
    /// For people: the model, and how long its servers live.
    name: String,
    pub(crate) model: String,
    lifecycle: Lifecycle,
    pub(crate) address: SocketAddr,
    /// Keeps the port ours while the server is restarted.
    _port: ReservedPort,
    /// What its servers have logged.
    pub(crate) log: Arc<ServerLog>,
    pub(crate) counters: Arc<Counters>,
    /// What they used, measured only of one that is never restarted.
    pub(crate) levels: Mutex<Levels>,
    /// Even while a server runs; odd from the moment before it is sent SIGTERM until the next one listens.
    generation: AtomicU64,
}

/// The two targets of a model.
pub(crate) struct ModelRun {
    pub(crate) steady: Target,
    pub(crate) restarted: Target,
}

impl ModelRun {
    /// The model with this place among those of the run.
    pub(crate) fn new(run: &Arc<Run>, place: u64, model: &str) -> io::Result<Self> {
        let counters = Arc::default();
        let target = |number, lifecycle: Lifecycle| {
            let port = ReservedPort::new()?;
            io::Result::Ok(Target {
                run: Arc::clone(run),
                number,
                name: format!("{model}, {}", lifecycle.name),
                model: model.to_owned(),
                lifecycle,
                address: SocketAddr::from((Ipv4Addr::LOCALHOST, port.port())),
                _port: port,
                log: Arc::default(),
                counters: Arc::clone(&counters),
                levels: Mutex::default(),
                generation: AtomicU64::new(0),
            })
        };
        Ok(Self { steady: target(2 * place, STEADY)?, restarted: target(2 * place + 1, RESTARTED)? })
    }
}

impl Target {
    /// Records what its server has done against the requirements.
    pub(crate) fn violated(&self, what: &str) {
        self.run.violated(&self.name, what);
    }

    /// Which of the servers that run here one after another it is now; nothing while none does.
    pub(crate) fn generation(&self) -> Option<u64> {
        Some(self.generation.load(Ordering::SeqCst)).filter(|generation| generation.is_multiple_of(2))
    }

    /// The server starts or ends. The end is noted before SIGTERM is sent: a client that finds no change after a write has
    /// written before the signal.
    pub(crate) fn change_generation(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether the server of that generation shuts down, or has done so.
    pub(crate) fn has_ended(&self, generation: u64) -> bool {
        self.generation.load(Ordering::SeqCst) != generation
    }

    /// What the servers have logged of the client of this connection.
    pub(crate) fn log_about(&self, stream: &TcpStream) -> String {
        stream.local_addr().map_or_else(|_| self.log.last(), |address| self.log.about(address))
    }

    /// Starts a server, and waits until it says that it listens. Dropping it kills it.
    pub(crate) fn start_server(&self) -> anyhow::Result<ServerProcess> {
        let Self { run, name, model, lifecycle, address, log, counters, .. } = self;
        let mut command = Command::new("sh");
        command.args(["-c", lifecycle.script]).arg(&run.program);
        command.args(lifecycle.arguments).args(["--model", model]);
        command.arg(format!("--idle-timeout={}", IDLE_TIMEOUT.as_secs()));
        command.args([address.ip().to_string(), address.port().to_string()]);
        command.env("GLIBC_TUNABLES", NO_THREAD_CACHE).stderr(Stdio::piped());
        // Ctrl+C at the terminal is for us.
        let mut process = ServerProcess::spawn(detach_from_terminal(&mut command))?;
        let (of_run, name, counters) = (Arc::clone(run), name.clone(), Arc::clone(counters));
        log.read(process.take_stderr(), move |line| look_at(line, &of_run, &name, &counters));
        if process.wait_until_listening(START_TIMEOUT).is_err() || process.address() != *address {
            let (program, first, log) = (run.program.display(), process.stdout(), log.last());
            bail!("{program} did not say that it listens on {address}, but {first:?}; {log}");
        }
        Ok(process)
    }

    /// Waits for a server's exit after SIGTERM, which must be with code 0, and in time.
    pub(crate) fn check_exit(&self, server: &mut ServerProcess, since: Instant) -> Result<(), String> {
        match server.wait(EXIT_TIMEOUT.saturating_sub(since.elapsed())) {
            Ok(Some(status)) if status.success() => self.counters.exited(since.elapsed()),
            Ok(Some(status)) => {
                let (took, how, log) = (since.elapsed(), describe_exit(status), self.log.last());
                return Err(format!("{took:.1?} after SIGTERM the server ended with {how}; {log}"));
            }
            Ok(None) => return Err(format!("the server still runs {:.1?} after SIGTERM", since.elapsed())),
            Err(error) => return Err(format!("could not wait for the server: {error}")),
        }
        Ok(())
    }

    /// The server must run until it is sent SIGTERM.
    pub(crate) fn check_running(&self, server: &mut ServerProcess) {
        if let Ok(Some(status)) = server.exit_status() {
            let (how, log) = (describe_exit(status), self.log.last());
            self.violated(&format!("the server ended by itself, with {how}; {log}"));
        }
    }
}

/// What a line of a server's log says of a failure.
fn look_at(line: &str, run: &Run, server: &str, counters: &Counters) {
    if line.starts_with("could not accept a client") {
        counters.accept_failures.add(1);
    }
    if line.contains("panicked at") {
        run.violated(server, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::Arguments;
    use clap::Parser as _;
    use std::path::PathBuf;

    #[test]
    fn in_the_log_accept_failures_are_counted_and_a_panic_is_a_violation() {
        let run = Run::new(PathBuf::new(), Arguments::parse_from(["soak"]));
        let counters = Counters::default();
        for line in ["a", "could not accept a client, will try again", "thread 'x' panicked at y", "b"] {
            look_at(line, &run, "async, steady", &counters);
        }
        assert_eq!(counters.accept_failures.get(), 1);
        assert_eq!(run.violations(), ["0.0 s, async, steady: thread 'x' panicked at y"]);
    }
}
