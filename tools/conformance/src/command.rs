//! A server that is started by a command, in a process group of its own, on a free port.

use crate::target::{Running, Target, Unusable, listens};
use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    process::{Command, Stdio},
    time::Duration,
};
use support::{
    KillOnDrop, Output, ProcessGroup, ProcessSupervisor, ReservedPort, describe_exit, poll_until, printable,
};

/// How much is kept of what a server prints, at least: the end.
const KEPT: usize = 4 * 1024;

/// How many lines of it a message shows.
const LINES: usize = 12;

/// How many characters of a line.
const WIDTH: usize = 200;

/// How long to wait for the last words of a server that has ended.
const LAST_WORDS: Duration = Duration::from_millis(200);

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
        let line = words.join(" ");
        let mut server = spawn(&words, address, port, &self.supervisor)
            .map_err(|error| Unusable(format!("could not start `{line}`: {error}")))?;
        let mut ended = None;
        let is_ready = poll_until(limit, || {
            ended = server.ended();
            ended.is_some() || listens(address)
        });
        match ended {
            Some(how) => {
                server.output.wait_for_end(LAST_WORDS);
                Err(Unusable(format!("`{line}` ended with {how} before it listened{}", said(&server))))
            }
            None if is_ready => Ok(Box::new(server)),
            None => {
                let (seconds, said) = (limit.as_secs(), said(&server));
                Err(Unusable(format!(
                    "`{line}` did not listen on port {} within {seconds} s. It has to listen on the port of its command line{said}",
                    address.port()
                )))
            }
        }
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

fn said(server: &Process) -> String {
    match server.output().trim_end() {
        "" => String::new(),
        output => format!(". It printed:\n{output}"),
    }
}

/// The command with the address at its end, or in the places that are named for it.
pub(crate) fn with_address(words: &[String], address: SocketAddr) -> Vec<String> {
    let (host, port) = (address.ip().to_string(), address.port().to_string());
    let filled: Vec<_> =
        words.iter().map(|word| word.replace("{host}", &host).replace("{port}", &port)).collect();
    if filled == words { [filled, vec![host, port]].concat() } else { filled }
}

fn spawn(
    words: &[String],
    address: SocketAddr,
    port: ReservedPort,
    supervisor: &ProcessSupervisor,
) -> io::Result<Process> {
    let [program, arguments @ ..] = words else { return Err(io::ErrorKind::InvalidInput.into()) };
    let (reader, writer) = io::pipe()?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    let (child, group) = supervisor.start(&mut command)?;
    let output = Output::end_of(reader, KEPT);
    Ok(Process { child: KillOnDrop(child), group: Some(group), output, address, _port: port })
}

/// A server that was started.
struct Process {
    child: KillOnDrop,
    group: Option<ProcessGroup>,
    output: Output,
    address: SocketAddr,
    _port: ReservedPort,
}

impl Running for Process {
    fn address(&self) -> SocketAddr {
        self.address
    }

    fn process(&self) -> Option<u32> {
        Some(self.child.0.id())
    }

    fn ended(&mut self) -> Option<String> {
        let status = self.child.0.try_wait().ok()??;
        self.output.wait_for_end(LAST_WORDS);
        Some(describe_exit(status))
    }

    fn output(&self) -> String {
        last_lines(&self.output.text())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_and_port_come_last_or_where_they_are_named() {
        let address = SocketAddr::from(([127, 0, 0, 1], 2000));
        let filled = |words: &[&str]| {
            with_address(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>(), address).join(" ")
        };
        assert_eq!(filled(&["python3", "server.py"]), "python3 server.py 127.0.0.1 2000");
        assert_eq!(filled(&["serve", "--bind={host}:{port}", "-v"]), "serve --bind=127.0.0.1:2000 -v");
        assert_eq!(filled(&["serve", "-p", "{port}"]), "serve -p 2000");
    }
}
