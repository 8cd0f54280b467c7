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
            running: None,
        }))
    }
}

/// The client of one check.
struct StartedClient {
    words: Vec<String>,
    supervisor: ProcessSupervisor,
    server: SocketAddr,
    running: Option<RunningClient>,
}

/// A client that runs, and its standard streams.
struct RunningClient {
    process: Process,
    input: Option<PipeWriter>,
    stdout: Output,
    stderr: Output,
}

impl Running for StartedClient {
    fn address(&self) -> SocketAddr {
        self.server
    }

    fn process(&self) -> Option<u32> {
        self.running.as_ref().map(|running| running.process.id())
    }

    fn ended(&mut self) -> Option<String> {
        self.exit().map(|exit| exit.words)
    }

    fn output(&self) -> String {
        last_lines(&(self.stdout().text() + &self.stderr().text()))
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
        self.running = Some(RunningClient {
            process,
            input: Some(input),
            stdout: Output::end_of(stdout, KEPT),
            stderr: Output::end_of(stderr, KEPT),
        });
        Ok(())
    }

    fn type_bytes(&mut self, bytes: &[u8]) {
        let input = self.running.as_mut().and_then(|running| running.input.as_mut());
        // It fails where the client has ended, which its check sees.
        let _ = input.map(|input| input.write_all(bytes));
    }

    fn end_input(&mut self) {
        self.running.as_mut().map(|running| running.input.take());
    }

    fn stdout(&self) -> Output {
        self.running.as_ref().map_or_else(Output::nothing, |running| running.stdout.clone())
    }

    fn stderr(&self) -> Output {
        self.running.as_ref().map_or_else(Output::nothing, |running| running.stderr.clone())
    }

    fn exit(&mut self) -> Option<Exit> {
        let status = self.running.as_mut()?.process.exit_status()?;
        Some(Exit { success: status.success(), words: describe_exit(status) })
    }
}
