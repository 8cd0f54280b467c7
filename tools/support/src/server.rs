//! A server program, from its first line to its exit code.

use crate::{Output, ProcessGroup, ProcessStatistics, ProcessSupervisor, Signal, poll_for, poll_until};
use std::{
    io,
    net::{SocketAddr, TcpStream},
    process::{Child, ChildStderr, Command, ExitStatus, Stdio},
    time::Duration,
};

/// What a server's first line begins with; the address follows.
const ANNOUNCEMENT: &str = "listening on ";

/// How long the rest of a program's output is waited for, once the program has ended: somebody else may hold the pipe.
const REST_OF_OUTPUT: Duration = Duration::from_secs(30);

/// A child process that does not outlive this.
#[derive(Debug)]
pub struct KillOnDrop(pub Child);

impl Drop for KillOnDrop {
    fn drop(&mut self) {
        // Both fail only where it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// How a program ended, in the same words on every system; a signal in the system's own.
#[must_use]
pub fn describe_exit(status: ExitStatus) -> String {
    status.code().map_or_else(|| status.to_string(), |code| format!("exit code {code}"))
}

/// A running server; dropping it kills it.
#[derive(Debug)]
pub struct ServerProcess {
    /// The command line, for messages.
    name: String,
    child: KillOnDrop,
    /// Dropped after the child, which has ended then.
    _group: Option<ProcessGroup>,
    stdout: Output,
    address: SocketAddr,
}

impl ServerProcess {
    /// Starts a program. Its standard output is gathered, and its input is empty; its standard error goes where the
    /// command says.
    ///
    /// Before [`wait_until_listening`](Self::wait_until_listening) it has no address.
    ///
    /// # Errors
    ///
    /// When the system does not start it.
    pub fn spawn(command: &mut Command) -> io::Result<Self> {
        Self::spawn_by(command, |command| Ok((command.spawn()?, None)))
    }

    fn spawn_by(
        command: &mut Command,
        spawn: impl FnOnce(&mut Command) -> io::Result<(Child, Option<ProcessGroup>)>,
    ) -> io::Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let name = format!("{command:?}");
        let (mut child, group) = spawn(command)
            .map_err(|error| io::Error::new(error.kind(), format!("{name} does not start: {error}")))?;
        let stdout = child.stdout.take().map_or_else(Output::nothing, Output::of);
        let address = SocketAddr::from(([0, 0, 0, 0], 0));
        Ok(Self { name, child: KillOnDrop(child), _group: group, stdout, address })
    }

    /// Starts a server, and waits until it says where it listens.
    ///
    /// # Errors
    ///
    /// When the system does not start it, or it does not say so in time.
    pub fn start(command: &mut Command, timeout: Duration) -> io::Result<Self> {
        let mut server = Self::spawn(command)?;
        server.wait_until_listening(timeout)?;
        Ok(server)
    }

    /// The same, and the supervisor ends it with its other programs.
    ///
    /// # Errors
    ///
    /// When the system does not start it, the supervisor has been stopped, or it does not say so in time.
    pub fn start_with(
        supervisor: &ProcessSupervisor,
        command: &mut Command,
        timeout: Duration,
    ) -> io::Result<Self> {
        let start =
            |command: &mut Command| supervisor.start(command).map(|(child, group)| (child, Some(group)));
        let mut server = Self::spawn_by(command, start)?;
        server.wait_until_listening(timeout)?;
        Ok(server)
    }

    /// Starts a server that does not say where it listens, and waits until it does.
    ///
    /// # Errors
    ///
    /// When the system does not start it, or it does not listen there in time.
    pub fn start_at(command: &mut Command, address: SocketAddr, timeout: Duration) -> io::Result<Self> {
        let mut server = Self::spawn(command)?;
        server.address = address;
        if poll_until(timeout, || TcpStream::connect(address).is_ok()) {
            return Ok(server);
        }
        Err(server.not_listening())
    }

    /// Waits for the first line of standard output, `listening on ADDRESS`.
    ///
    /// # Errors
    ///
    /// When another line comes, or none in time; the program is killed then.
    pub fn wait_until_listening(&mut self, timeout: Duration) -> io::Result<()> {
        let line = self.stdout.wait_for(timeout, |text| text.split_once('\n').map(|line| line.0.to_owned()));
        let address = line.and_then(|line| line.trim_end().strip_prefix(ANNOUNCEMENT)?.parse().ok());
        self.address = address.ok_or_else(|| self.not_listening())?;
        Ok(())
    }

    fn not_listening(&mut self) -> io::Error {
        let _ = self.child.0.kill();
        let _ = self.child.0.wait();
        self.stdout.wait_for_end(REST_OF_OUTPUT);
        let (name, stdout) = (&self.name, self.stdout.text());
        io::Error::other(format!("{name} did not say where it listens.\n--- standard output:\n{stdout}"))
    }

    /// The pipe of its standard error, if the command has asked for one. Somebody has to read it.
    pub fn take_stderr(&mut self) -> Option<ChildStderr> {
        self.child.0.stderr.take()
    }

    /// The command line.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.0.id()
    }

    /// What it has printed on standard output so far, the announcement included.
    #[must_use]
    pub fn stdout(&self) -> String {
        self.stdout.text()
    }

    /// What it uses now; `None` if it has ended, or the system does not tell.
    #[must_use]
    pub fn statistics(&self) -> Option<ProcessStatistics> {
        ProcessStatistics::of(self.pid())
    }

    /// Sends it a signal.
    ///
    /// # Errors
    ///
    /// When it has ended and been waited for, or the system has no signals (Windows).
    pub fn signal(&self, signal: Signal) -> io::Result<()> {
        signal.send(self.pid())
    }

    /// How it has ended, if it has.
    ///
    /// # Errors
    ///
    /// The system's own.
    pub fn exit_status(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.0.try_wait()
    }

    /// Waits for its end, and until all that it printed is there; `None` if it still runs after the timeout.
    ///
    /// # Errors
    ///
    /// The system's own.
    pub fn wait(&mut self, timeout: Duration) -> io::Result<Option<ExitStatus>> {
        let status = poll_for(timeout, || self.child.0.try_wait().transpose()).transpose()?;
        if status.is_some() {
            self.stdout.wait_for_end(REST_OF_OUTPUT);
        }
        Ok(status)
    }
}
