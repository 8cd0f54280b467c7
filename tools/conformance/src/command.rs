//! A server that is started by a command, in a process group of its own, on a free port.

use crate::{
    process::{Process, with_address},
    target::{Running, Target, Unusable, listens},
};
use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    process::Stdio,
    time::Duration,
};
use support::{Output, ProcessSupervisor, ReservedPort, describe_exit, poll_for, printable};

/// How much is kept of what a server prints, at least: the end.
const KEPT: usize = 4 * 1024;

/// How many lines of it a message shows.
const LINES: usize = 12;

/// How many characters of a line.
const WIDTH: usize = 200;

/// How long to wait for the last words of a server that has ended.
pub(crate) const LAST_WORDS: Duration = Duration::from_millis(200);

/// Starts a program for each check.
#[derive(Debug)]
pub(crate) struct Started {
    pub(crate) words: Vec<String>,
    pub(crate) supervisor: ProcessSupervisor,
}

impl Target for Started {
    fn start(&self, limit: Duration) -> Result<Box<dyn Running>, Unusable> {
        let port = ReservedPort::new().map_err(|error| Unusable(format!("no port is free: {error}")))?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port.port()));
        let words = with_address(&self.words, address);
        let mut server = self.spawn(&words, port).map_err(|error| Unusable(error.to_string()))?;
        let ready = poll_for(limit, || match server.process.exit_status() {
            Some(status) => Some(Err(status)),
            None => listens(address).then_some(Ok(())),
        });
        let why = match ready {
            Some(Ok(())) => return Ok(Box::new(server)),
            Some(Err(status)) => {
                server.output.wait_for_end(LAST_WORDS);
                let remedy = if status.success() { ". It has to stay in the foreground" } else { "" };
                format!("ended with {} before it listened{remedy}", describe_exit(status))
            }
            None => format!(
                "did not listen on {address} within {} s. It has to listen on the host and the port of its command line",
                limit.as_secs()
            ),
        };
        let said = match server.output().trim_end() {
            "" => String::new(),
            output => format!(". It printed:\n{output}"),
        };
        Err(Unusable(format!("`{}` {why}{said}", words.join(" "))))
    }
}

impl Started {
    fn spawn(&self, words: &[String], port: ReservedPort) -> io::Result<StartedServer> {
        let (reader, writer) = io::pipe()?;
        let stdout = writer.try_clone()?;
        let process = Process::start(words, &self.supervisor, |command| {
            command.stdin(Stdio::null()).stdout(stdout).stderr(writer);
        })?;
        Ok(StartedServer { process, output: Output::end_of(reader, KEPT), port })
    }
}

/// The end of what a program has printed, as a message shows it.
pub(crate) fn last_lines(output: &str) -> String {
    let text = printable(output);
    let lines: Vec<_> = text.lines().collect();
    let from = lines.len().saturating_sub(LINES);
    let dots = if from > 0 { "  …\n" } else { "" };
    lines[from..].iter().fold(dots.to_owned(), |text, line| {
        let more = if line.chars().nth(WIDTH).is_some() { "…" } else { "" };
        text + "  " + &line.chars().take(WIDTH).collect::<String>() + more + "\n"
    })
}

/// A server that was started.
struct StartedServer {
    process: Process,
    output: Output,
    port: ReservedPort,
}

impl Running for StartedServer {
    fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port.port()))
    }

    fn process(&self) -> Option<u32> {
        Some(self.process.id())
    }

    fn ended(&mut self) -> Option<String> {
        // A shell may end before the server that it has started.
        let status = self.process.exit_status().filter(|_| !self.process.runs())?;
        self.output.wait_for_end(LAST_WORDS);
        Some(describe_exit(status))
    }

    fn output(&self) -> String {
        last_lines(&self.output.text())
    }
}
