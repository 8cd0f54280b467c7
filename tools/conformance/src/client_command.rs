//! A client that is started by a command, with pipes for its standard input and its two outputs.

use crate::{
    client_program::{ClientProgram, Exit},
    command::{last_lines, with_address},
    target::{Running, Target, Unusable},
};
use std::{
    io::{self, PipeWriter, Write as _},
    net::{Ipv4Addr, SocketAddr},
    process::Command,
    time::Duration,
};
use support::{KillOnDrop, Output, ProcessGroup, ProcessSupervisor, describe_exit};

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
        }))
    }
}

/// The client of one check.
struct StartedClient {
    words: Vec<String>,
    supervisor: ProcessSupervisor,
    server: SocketAddr,
    process: Option<Process>,
}

struct Process {
    child: KillOnDrop,
    group: Option<ProcessGroup>,
    input: Option<PipeWriter>,
    stdout: Output,
    stderr: Output,
}

impl Running for StartedClient {
    fn address(&self) -> SocketAddr {
        self.server
    }

    fn process(&self) -> Option<u32> {
        self.process.as_ref().map(|process| process.child.0.id())
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
        let [program, arguments @ ..] = &words[..] else { return Err(io::ErrorKind::InvalidInput.into()) };
        let (stdin, input) = io::pipe()?;
        let (stdout, stdout_writer) = io::pipe()?;
        let (stderr, stderr_writer) = io::pipe()?;
        let mut command = Command::new(program);
        command.args(arguments).stdin(stdin).stdout(stdout_writer).stderr(stderr_writer);
        let (child, group) = self.supervisor.start(&mut command).map_err(|error| {
            io::Error::new(error.kind(), format!("could not start `{}`: {error}", words.join(" ")))
        })?;
        self.process = Some(Process {
            child: KillOnDrop(child),
            group: Some(group),
            input: Some(input),
            stdout: Output::end_of(stdout, KEPT),
            stderr: Output::end_of(stderr, KEPT),
        });
        Ok(())
    }

    fn type_bytes(&mut self, bytes: &[u8]) {
        let input = self.process.as_mut().and_then(|process| process.input.as_mut());
        // It fails where the client has ended, which its check sees.
        let _ = input.map(|input| input.write_all(bytes));
    }

    fn end_input(&mut self) {
        self.process.as_mut().map(|process| process.input.take());
    }

    fn stdout(&self) -> Output {
        self.process.as_ref().map_or_else(Output::nothing, |process| process.stdout.clone())
    }

    fn stderr(&self) -> Output {
        self.process.as_ref().map_or_else(Output::nothing, |process| process.stderr.clone())
    }

    fn exit(&mut self) -> Option<Exit> {
        let status = self.process.as_mut()?.child.0.try_wait().ok()??;
        Some(Exit { success: status.success(), words: describe_exit(status) })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let still_runs = matches!(self.child.0.try_wait(), Ok(None));
        if let Some(group) = self.group.take() {
            group.kill(still_runs);
        }
    }
}
