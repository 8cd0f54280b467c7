//! The competitors: what they are, and how each is made and started. Their sources are in `competitors/`.

use crate::servers::{Programs, START_TIMEOUT, options};
use anyhow::{Context as _, bail};
use std::{
    ffi::OsString,
    fs,
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    process::{Command, Stdio},
};
use support::{ReservedPort, ServerProcess};

/// The folder of their sources.
const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/competitors");

/// A server that the default model is compared with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Competitor {
    /// What the table calls it.
    pub(crate) name: &'static str,
    pub(crate) request: &'static str,
    pub(crate) reply: &'static str,
    kind: Kind,
}

/// How one is made.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// A model of ours.
    Ours(&'static str),
    /// A program of this package.
    Built(&'static str),
    /// A compiler, its arguments, and the source.
    Compiled(&'static str, &'static str, &'static str),
    /// An interpreter, and the script.
    Script(&'static str, &'static str),
    Java,
    Redis,
}

/// All of them, first the default model, with which the others are compared.
pub(crate) const ALL: [Competitor; 10] = [
    calculator("ours, async", Kind::Ours("async")),
    calculator("ours, events", Kind::Ours("events")),
    calculator("ours, threads", Kind::Ours("threads")),
    echo("echo, tokio, a task each", Kind::Built("tokio-echo")),
    echo("echo, C, epoll, one thread", Kind::Compiled("cc", "-O2", "epoll.c")),
    calculator("calculator, Go, a goroutine each", Kind::Compiled("go", "build", "calculator.go")),
    calculator("calculator, Node, one thread", Kind::Script("node", "calculator.js")),
    calculator("calculator, Java, a thread each", Kind::Java),
    calculator("eval, Python, a thread each", Kind::Script("python3", "eval_server.py")),
    Competitor { name: "PING, Redis, one thread", request: "PING", reply: "+PONG", kind: Kind::Redis },
];

const fn calculator(name: &'static str, kind: Kind) -> Competitor {
    Competitor { name, request: "1+2*3", reply: "7", kind }
}

const fn echo(name: &'static str, kind: Kind) -> Competitor {
    Competitor { name, request: "1+2*3", reply: "1+2*3", kind }
}

impl Competitor {
    /// The program without which it cannot be measured.
    fn tool(self) -> Option<&'static str> {
        match self.kind {
            Kind::Ours(_) | Kind::Built(_) => None,
            Kind::Compiled(tool, ..) | Kind::Script(tool, _) => Some(tool),
            Kind::Java => Some("javac"),
            Kind::Redis => Some("redis-server"),
        }
    }

    /// Compiles what has to be compiled, into this folder; returns the program and its arguments.
    pub(crate) fn prepare(self, programs: &Programs, folder: &Path) -> anyhow::Result<Vec<OsString>> {
        if let Some(tool) = self.tool()
            && !is_installed(tool)
        {
            bail!("{tool} is not installed");
        }
        fs::create_dir_all(folder)?;
        let source = |name: &str| Path::new(SOURCES).join(name);
        Ok(match self.kind {
            Kind::Ours(_) => vec![programs.path("concurrency")?.into()],
            Kind::Built(name) => vec![programs.path(name)?.into()],
            Kind::Compiled(compiler, argument, name) => {
                let program = folder.join(name).with_extension("out");
                run(Command::new(compiler).args([argument, "-o"]).arg(&program).arg(source(name)))?;
                vec![program.into()]
            }
            Kind::Script(interpreter, name) => vec![interpreter.into(), source(name).into()],
            Kind::Java => {
                run(Command::new("javac").arg("-d").arg(folder).arg(source("Calculator.java")))?;
                vec!["java".into(), "-cp".into(), folder.into(), "Calculator".into()]
            }
            Kind::Redis => vec!["redis-server".into()],
        })
    }

    /// Starts it again.
    pub(crate) fn start(self, line: &[OsString]) -> anyhow::Result<ServerProcess> {
        let (program, arguments) = line.split_first().context("there is no program")?;
        let mut command = Command::new(program);
        command.args(arguments).stderr(Stdio::null());
        match self.kind {
            Kind::Ours(model) => {
                command.args(["127.0.0.1", "0"]).args(options(model, 1000).split_whitespace());
            }
            Kind::Redis => {
                // It does not say where it listens, so it is given a port that is free now.
                let port = ReservedPort::new()?.port();
                command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", ""]);
                command.args(["--tcp-backlog", "4096"]);
                let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
                return Ok(ServerProcess::start_at(&mut command, address, START_TIMEOUT)?);
            }
            _ => {}
        }
        Ok(ServerProcess::start(&mut command, START_TIMEOUT)?)
    }
}

/// Whether the shell's path leads to it. What it says about itself, if it says anything, does not matter.
fn is_installed(tool: &str) -> bool {
    let mut command = Command::new(tool);
    let version = if tool == "go" { "version" } else { "--version" };
    command.arg(version).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let output = command.stdin(Stdio::null()).output().context("the compiler does not start")?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr).replace(SOURCES, "competitors");
        bail!("it cannot be compiled: {}", text.trim_end());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_installed_is_seen_before_it_is_started() {
        assert!(!is_installed("a-program-that-nobody-has"));
        assert!(is_installed("cargo"));
    }

    #[test]
    fn every_competitor_has_a_name_of_its_own() {
        let mut names = ALL.map(|competitor| competitor.name);
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
