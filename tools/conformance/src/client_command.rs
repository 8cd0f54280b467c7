//! A client that is started by a command, with pipes for its standard input and its two outputs.

use crate::{
    client_program::{ClientProgram, Exit},
    command::last_lines,
    process::{Process, with_address},
    target::{Running, Target, Unusable},
};
use std::{
    io::{self, PipeWriter, Write as _},
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};
use support::{Output, ProcessSupervisor, describe_exit};

/// How much is kept of what a client prints, at least: the end.
const KEPT: usize = 64 * 1024;

/// Starts a client whenever a check asks for one.
#[derive(Debug)]
pub(crate) struct StartedClients {
    pub(crate) words: Vec<String>,
    pub(crate) supervisor: ProcessSupervisor,
}

impl Target for StartedClients {
    fn start(&self, _limit: Duration) -> Result<Box<dyn Running>, Unusable> {
        Ok(Box::new(StartedClient {
            words: self.words.clone(),
            supervisor: self.supervisor.clone(),
            server: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            process: None,
            input: None,
            stdout: Output::nothing(),
            stderr: Output::nothing(),
        }))
    }
}

/// The client of one check. Before it is started, it has no process, and prints nothing.
struct StartedClient {
    words: Vec<String>,
    supervisor: ProcessSupervisor,
    server: SocketAddr,
    process: Option<Process>,
    input: Option<PipeWriter>,
    stdout: Output,
    stderr: Output,
}

impl Running for StartedClient {
    fn address(&self) -> SocketAddr {
        self.server
    }

    fn process(&self) -> Option<u32> {
        self.process.as_ref().map(Process::id)
    }

    fn ended(&mut self) -> Option<String> {
        self.exit().map(|exit| exit.words)
    }

    fn output(&self) -> String {
        last_lines(&(self.stdout.text() + &self.stderr.text()))
    }

    fn client(&mut self) -> Option<&mut dyn ClientProgram> {
        Some(self)
    }
}

impl ClientProgram for StartedClient {
    fn start(&mut self, server: SocketAddr) -> io::Result<()> {
        self.server = server;
        let words = with_address(&self.words, server);
        let (stdin, input) = io::pipe()?;
        let (stdout, stdout_writer) = io::pipe()?;
        let (stderr, stderr_writer) = io::pipe()?;
        let process = Process::start(&words, &self.supervisor, |command| {
            command.stdin(stdin).stdout(stdout_writer).stderr(stderr_writer);
        })?;
        (self.process, self.input) = (Some(process), Some(input));
        (self.stdout, self.stderr) = (Output::end_of(stdout, KEPT), Output::end_of(stderr, KEPT));
        Ok(())
    }

    fn type_bytes(&mut self, bytes: &[u8]) {
        // It fails where the client has ended, which its check sees.
        let _ = self.input.as_mut().map(|input| input.write_all(bytes));
    }

    fn end_input(&mut self) {
        self.input = None;
    }

    fn stdout(&self) -> Output {
        self.stdout.clone()
    }

    fn stderr(&self) -> Output {
        self.stderr.clone()
    }

    fn exit(&mut self) -> Option<Exit> {
        let status = self.process.as_mut()?.exit_status()?;
        Some(Exit { success: status.success(), words: describe_exit(status) })
    }
}
