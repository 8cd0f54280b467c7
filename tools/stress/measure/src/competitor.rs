//! The competitors: what they are, and how each is made and started. Their sources are in `competitors/`.

use crate::servers::{Programs, START_TIMEOUT, options};
use anyhow::{Context as _, bail};
use std::{
    fs,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use support::{ReservedPort, ServerProcess};

/// The folder of their sources.
const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/competitors");

/// A server that the default model is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Competitor {
    /// A model of ours; the default is what the others are compared with.
    Ours(&'static str),
    TokioEcho,
    EpollEcho,
    Go,
    Node,
    Java,
    Python,
    Redis,
}

/// All of them, ours first.
pub(crate) const ALL: [Competitor; 9] = [
    Competitor::Ours("async"),
    Competitor::Ours("threads"),
    Competitor::TokioEcho,
    Competitor::EpollEcho,
    Competitor::Go,
    Competitor::Node,
    Competitor::Java,
    Competitor::Python,
    Competitor::Redis,
];

impl Competitor {
    /// What the table calls it.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Ours(model) => format!("ours, {model}"),
            Self::TokioEcho => "echo, tokio, a task each".to_owned(),
            Self::EpollEcho => "echo, C, epoll, one thread".to_owned(),
            Self::Go => "calculator, Go, a goroutine each".to_owned(),
            Self::Node => "calculator, Node, one thread".to_owned(),
            Self::Java => "calculator, Java, a thread each".to_owned(),
            Self::Python => "eval, Python, a thread each".to_owned(),
            Self::Redis => "PING, Redis, one thread".to_owned(),
        }
    }

    /// A request, and the reply to it.
    pub(crate) fn request_and_reply(self) -> [&'static str; 2] {
        match self {
            Self::TokioEcho | Self::EpollEcho => ["1+2*3", "1+2*3"],
            Self::Redis => ["PING", "+PONG"],
            Self::Go | Self::Node | Self::Java | Self::Python | Self::Ours(_) => ["1+2*3", "7"],
        }
    }

    /// The program without which it cannot be measured.
    fn tool(self) -> Option<&'static str> {
        match self {
            Self::Ours(_) | Self::TokioEcho => None,
            Self::EpollEcho => Some("cc"),
            Self::Go => Some("go"),
            Self::Node => Some("node"),
            Self::Java => Some("javac"),
            Self::Python => Some("python3"),
            Self::Redis => Some("redis-server"),
        }
    }

    /// Compiles what has to be compiled, into this folder; what starts it then.
    pub(crate) fn prepare(self, programs: &Programs, folder: &Path) -> anyhow::Result<Start> {
        if let Some(tool) = self.tool()
            && !is_installed(tool)
        {
            bail!("{tool} is not installed");
        }
        fs::create_dir_all(folder)?;
        let source = |name: &str| Path::new(SOURCES).join(name);
        Ok(match self {
            Self::Ours(_) => Start::own(programs.path("concurrency")?),
            Self::TokioEcho => Start::own(programs.path("tokio-echo")?),
            Self::EpollEcho => {
                let program = folder.join("epoll");
                run(Command::new("cc").args(["-O2", "-o"]).arg(&program).arg(source("epoll.c")))?;
                Start::own(program)
            }
            Self::Go => {
                let program = folder.join("calculator-go");
                run(Command::new("go").args(["build", "-o"]).arg(&program).arg(source("calculator.go")))?;
                Start::own(program)
            }
            Self::Java => {
                run(Command::new("javac").arg("-d").arg(folder).arg(source("Calculator.java")))?;
                let folder = folder.to_string_lossy().into_owned();
                Start {
                    program: "java".into(),
                    arguments: vec!["-cp".to_owned(), folder, "Calculator".to_owned()],
                }
            }
            Self::Node => Start::script("node", &source("calculator.js")),
            Self::Python => Start::script("python3", &source("eval_server.py")),
            Self::Redis => Start::own("redis-server".into()),
        })
    }

    /// A fresh server of it.
    pub(crate) fn start(self, start: &Start) -> anyhow::Result<ServerProcess> {
        let mut command = Command::new(&start.program);
        command.args(&start.arguments).stderr(Stdio::null());
        match self {
            Self::Ours(model) => {
                command.args(["127.0.0.1", "0"]).args(options(model, 1000).split_whitespace());
            }
            Self::Redis => {
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

/// How a competitor is started, once it is made.
#[derive(Debug)]
pub(crate) struct Start {
    program: PathBuf,
    arguments: Vec<String>,
}

impl Start {
    fn own(program: PathBuf) -> Self {
        Self { program, arguments: Vec::new() }
    }

    fn script(program: &str, script: &Path) -> Self {
        Self { program: program.into(), arguments: vec![script.to_string_lossy().into_owned()] }
    }
}

/// Whether the shell's path leads to it. What it says about itself, if it says anything, is no matter.
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
        let mut names = ALL.map(Competitor::name);
        names.sort();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
