//! A server that a test has started, and that does not outlive it.

use crate::{DEADLINE, Peer, eventually::holds_within, output::Output};
use std::{
    ffi::OsStr,
    net::SocketAddr,
    process::{Child, Command, ExitStatus, Stdio},
    time::Duration,
};

/// A running server; dropping it kills it.
pub struct Program {
    /// The command line, for messages.
    name: String,
    child: Child,
    out: Output,
    pub(crate) err: Output,
    address: SocketAddr,
    #[cfg(unix)]
    pub(crate) stall: Option<crate::stall::Stall>,
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
    #[must_use]
    pub fn start_command(mut command: Command) -> Self {
        command.stderr(Stdio::piped());
        let mut program = Self::spawn(command);
        program.err = Output::of(program.child.stderr.take().expect("stderr is piped"));
        program.address = program.announced();
        program
    }

    /// Starts it, wherever its standard error goes.
    #[track_caller]
    fn spawn(mut command: Command) -> Self {
        #[cfg(unix)]
        crate::signal::default_in_children(crate::SIGINT);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let name = format!("{command:?}");
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        let out = Output::of(child.stdout.take().expect("stdout is piped"));
        let address = SocketAddr::from(([0, 0, 0, 0], 0));
        Self {
            name,
            child,
            out,
            err: Output::default(),
            address,
            #[cfg(unix)]
            stall: None,
        }
    }

    /// Starts a server whose standard error is full, and which nobody reads before
    /// [`read_stderr`](Self::read_stderr): a write to it blocks.
    #[cfg(unix)]
    #[track_caller]
    #[must_use]
    pub fn start_stalled(mut command: Command) -> Self {
        let (stall, stderr) = crate::stall::Stall::new();
        command.stderr(stderr);
        let mut program = Self::spawn(command);
        program.err = Output::nothing();
        program.stall = Some(stall);
        program.address = program.announced();
        program
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

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// A new client of it.
    #[track_caller]
    #[must_use]
    pub fn connect(&self) -> Peer {
        Peer::connect(self.address)
    }

    /// What it has printed on standard output so far, the announcement included.
    #[must_use]
    pub fn stdout(&self) -> String {
        self.out.text()
    }

    /// What it has told on standard error so far.
    #[must_use]
    pub fn stderr(&self) -> String {
        self.err.text()
    }

    /// Waits until standard error holds `needle`.
    #[track_caller]
    pub fn wait_until_logged(&self, needle: &str) {
        let found = self.err.wait_for(|text| text.contains(needle).then_some(()));
        assert!(found.is_some(), "{} never told `{needle}`, only:\n{}", self.name, self.stderr());
    }

    /// Whether it has not ended yet.
    pub fn is_running(&mut self) -> bool {
        self.ended().is_none()
    }

    /// Waits for its end.
    #[track_caller]
    pub fn wait(&mut self) -> ExitStatus {
        self.wait_within(DEADLINE)
    }

    /// Waits for its end, which must come before the limit; [`stderr`](Self::stderr) and
    /// [`stdout`](Self::stdout) are complete then.
    #[track_caller]
    pub fn wait_within(&mut self, limit: Duration) -> ExitStatus {
        let ended = holds_within(limit, || !self.is_running());
        assert!(ended, "{} still runs after {limit:?}; it told:\n{}", self.name, self.stderr());
        self.out.wait_for_end();
        self.err.wait_for_end();
        self.ended().expect("it has ended")
    }

    fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("the system knows the child")
    }

    /// The address in the first line of standard output.
    #[track_caller]
    fn announced(&mut self) -> SocketAddr {
        let line = self.out.wait_for(|text| text.split_once('\n').map(|(first, _)| first.to_owned()));
        let address = line.and_then(|line| line.trim_end().strip_prefix("listening on ")?.parse().ok());
        address.unwrap_or_else(|| {
            self.end();
            panic!(
                "{} did not say where it listens.\n--- standard output:\n{}\n--- standard error:\n{}",
                self.name,
                self.out.text(),
                self.stderr()
            )
        })
    }

    /// Stops the program if it still runs, and waits until all it printed is there.
    fn end(&mut self) {
        // Both fail only where it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.out.wait_for_end();
        self.err.wait_for_end();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
