//! A server that a test has started, and that does not outlive it.

use crate::{DEADLINE, Peer};
use std::{
    ffi::OsStr,
    ops::Deref,
    process::{Command, ExitStatus, Stdio},
    time::Duration,
};
use support::{Output, ServerProcess, Usage};

/// A running server; dropping it kills it.
#[must_use = "dropping it kills the server"]
pub struct Program {
    process: ServerProcess,
    err: Output,
    #[cfg(unix)]
    stall: Option<crate::stall::Stall>,
}

impl Program {
    /// Starts a server and waits until it says where it listens.
    ///
    /// A test finds the executable of its own package with `env!("CARGO_BIN_EXE_name")`.
    #[track_caller]
    pub fn start(executable: impl AsRef<OsStr>, arguments: &[&str]) -> Self {
        let mut command = Command::new(executable);
        command.args(arguments);
        Self::start_command(command)
    }

    /// Starts a server with a command that is already prepared: `sh -c 'ulimit -n 20; exec …'`.
    #[track_caller]
    pub fn start_command(mut command: Command) -> Self {
        command.stderr(Stdio::piped());
        Self::spawn(command)
    }

    /// Starts a server whose standard error is full, and which nobody reads before
    /// [`read_stderr`](Self::read_stderr): a write to it blocks.
    #[cfg(unix)]
    #[track_caller]
    pub fn start_stalled(mut command: Command) -> Self {
        let (stall, stderr) = crate::stall::Stall::new();
        command.stderr(stderr);
        Self { stall: Some(stall), ..Self::spawn(command) }
    }

    /// Starts it, wherever its standard error goes, and waits until it says where it listens.
    #[track_caller]
    fn spawn(mut command: Command) -> Self {
        #[cfg(unix)]
        support::default_in_children(support::Signal::Interrupt).expect("a signal can be handled");
        let mut process = ServerProcess::spawn(&mut command).unwrap_or_else(|error| panic!("{error}"));
        let err = process.take_stderr().map_or_else(Output::nothing, Output::of);
        if let Err(error) = process.wait_until_listening(DEADLINE) {
            err.wait_for_end(DEADLINE);
            panic!("{error}\n--- standard error:\n{}", err.text())
        }
        Self {
            process,
            err,
            #[cfg(unix)]
            stall: None,
        }
    }

    /// Closes the end of a stalled standard error that nobody reads.
    #[cfg(unix)]
    pub fn close_stderr(&mut self) {
        self.stall = None;
    }

    /// Lets a stalled standard error flow: it is read from now on.
    #[cfg(unix)]
    pub fn read_stderr(&mut self) {
        if let Some(stall) = self.stall.take() {
            self.err = Output::of(stall.end());
        }
    }

    /// A new client of it.
    #[track_caller]
    pub fn connect(&self) -> Peer {
        Peer::connect(self.address())
    }

    /// What it has logged on standard error so far.
    pub fn stderr(&self) -> String {
        self.err.text()
    }

    /// Waits until standard error holds `needle`.
    #[track_caller]
    pub fn wait_until_logged(&self, needle: &str) {
        let found = self.err.wait_for(DEADLINE, |text| text.contains(needle).then_some(()));
        assert!(found.is_some(), "{} never logged `{needle}`, only:\n{}", self.process.name(), self.stderr());
    }

    /// Whether it has not ended yet.
    pub fn is_running(&mut self) -> bool {
        self.process.exit_status().expect("the system knows the child").is_none()
    }

    /// Waits for its end.
    #[track_caller]
    pub fn wait(&mut self) -> ExitStatus {
        self.wait_within(DEADLINE)
    }

    /// Waits for its end, which must come before the limit; [`stderr`](Self::stderr) and
    /// [`stdout`](ServerProcess::stdout) are complete then.
    #[track_caller]
    pub fn wait_within(&mut self, limit: Duration) -> ExitStatus {
        let status = self.process.wait(limit).expect("the system knows the child");
        let status = status.unwrap_or_else(|| {
            panic!("{} still runs after {limit:?}; it logged:\n{}", self.process.name(), self.stderr())
        });
        self.err.wait_for_end(DEADLINE);
        status
    }
}

/// Its process, where it listens, and what it has printed.
impl Deref for Program {
    type Target = ServerProcess;

    fn deref(&self) -> &ServerProcess {
        &self.process
    }
}

/// What it uses; all of it is told by Linux only.
impl Program {
    /// The time a processor has worked for it, in its own code and in the system's; nothing if it has ended.
    pub fn cpu_time(&self) -> Option<Duration> {
        self.process.statistics().map(|statistics| statistics.cpu_time)
    }

    /// Its descriptors, threads and memory.
    pub fn usage(&self) -> Usage {
        Usage::of(self.pid()).unwrap_or_else(|| panic!("{} has ended", self.process.name()))
    }
}

/// Signals, as Ctrl+C sends one.
#[cfg(unix)]
impl Program {
    /// Sends SIGINT, as Ctrl+C does.
    pub fn interrupt(&self) {
        self.send(support::Signal::Interrupt);
    }

    /// Sends SIGTERM, as a system that shuts down does.
    pub fn terminate(&self) {
        self.send(support::Signal::Terminate);
    }

    /// Sends SIGHUP, as a terminal that is closed does.
    pub fn hang_up(&self) {
        self.send(support::Signal::HangUp);
    }

    /// Stops it from running (SIGSTOP), until [`resume`](Self::resume).
    pub fn pause(&self) {
        self.send(support::Signal::Stop);
    }

    /// Lets it run on.
    pub fn resume(&self) {
        self.send(support::Signal::Continue);
    }

    fn send(&self, signal: support::Signal) {
        let sent = self.process.signal(signal);
        sent.unwrap_or_else(|error| panic!("{signal:?} to {}: {error}", self.process.name()));
    }
}
