//! The competitors: what they are, and how each is made and started. Their list and their sources are in `competitors/`.

use crate::servers::{Programs, START_TIMEOUT};
use anyhow::{Context as _, bail};
use std::{
    ffi::OsString,
    fs,
    path::Path,
    process::{Command, Stdio},
};
use support::{ReservedPort, ServerProcess};

/// A line for each: its name, a request and the right reply, what compiles it, if anything has to, and what starts it.
///
/// In the commands, `BUILT/` stands for the programs of this workspace, `SOURCES/` for the folder of the sources, and
/// `COMPILED/` for that of what is made of them. No word has a blank in it.
const LIST: &str = include_str!("../competitors/list.txt");

/// Stands for a port that is free now, in the command of a server that does not say where it listens.
const FREE_PORT: &str = "FREE_PORT";

/// The folder of their sources.
const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/competitors");

/// A server that the default model is compared with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Competitor {
    /// What the table calls it.
    pub(crate) name: &'static str,
    pub(crate) request: &'static str,
    pub(crate) reply: &'static str,
    compiler: &'static str,
    server: &'static str,
}

/// All of them, first the default model, with which the others are compared.
pub(crate) fn all() -> impl Iterator<Item = Competitor> {
    LIST.lines().filter_map(|line| {
        let fields: Vec<_> = line.split('|').map(str::trim).collect();
        let [name, request, reply, compiler, server] = fields.try_into().ok()?;
        Some(Competitor { name, request, reply, compiler, server })
    })
}

impl Competitor {
    /// Compiles what has to be compiled, into this folder; returns the program and its arguments.
    pub(crate) fn prepare(self, programs: &Programs, folder: &Path) -> anyhow::Result<Vec<OsString>> {
        for tool in [self.compiler, self.server].iter().filter_map(|line| line.split_whitespace().next()) {
            if !tool.contains('/') && !is_installed(tool) {
                bail!("{tool} is not installed");
            }
        }
        fs::create_dir_all(folder)?;
        let word = |word: &str| -> anyhow::Result<OsString> {
            Ok(match word.split_once('/') {
                Some(("BUILT", name)) => programs.path(name)?.into(),
                Some(("SOURCES", name)) => Path::new(SOURCES).join(name).into(),
                Some(("COMPILED", name)) => folder.join(name).into(),
                _ => word.trim_matches('"').into(),
            })
        };
        let words = |line: &str| line.split_whitespace().map(word).collect::<anyhow::Result<Vec<_>>>();
        if let [compiler, arguments @ ..] = words(self.compiler)?.as_slice() {
            run(Command::new(compiler).args(arguments))?;
        }
        words(self.server)
    }
}

/// Starts a competitor again.
pub(crate) fn start(line: &[OsString]) -> anyhow::Result<ServerProcess> {
    let (program, arguments) = line.split_first().context("there is no program")?;
    let port = ReservedPort::new()?.port();
    let given = |word: &OsString| if word == FREE_PORT { port.to_string().into() } else { word.clone() };
    let mut command = Command::new(program);
    command.args(arguments.iter().map(given)).stderr(Stdio::null());
    Ok(if arguments.iter().any(|word| word == FREE_PORT) {
        ServerProcess::start_at(&mut command, ([127, 0, 0, 1], port).into(), START_TIMEOUT)?
    } else {
        ServerProcess::start(&mut command, START_TIMEOUT)?
    })
}

/// Whether the shell's path leads to it. What it says about itself, if it says anything, does not matter.
pub(crate) fn is_installed(tool: &str) -> bool {
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
    fn every_competitor_has_a_name_of_its_own_and_a_server() {
        let mut names: Vec<_> = all().map(|competitor| competitor.name).collect();
        assert_eq!(names.len(), LIST.lines().count(), "a line has five fields");
        assert!(all().all(|competitor| !competitor.server.is_empty()));
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn words_that_stand_for_something_are_replaced_in_commands() {
        let competitor = |server| Competitor { name: "", request: "", reply: "", compiler: "", server };
        let (folder, programs) = (tempfile::tempdir().unwrap(), Programs("nowhere".into()));
        let words = |server| competitor(server).prepare(&programs, folder.path());
        let expected: [OsString; 3] =
            [folder.path().join("x").into(), format!("{SOURCES}/y").into(), "".into()];
        assert_eq!(words(r#"COMPILED/x SOURCES/y """#).unwrap(), expected);
        assert_eq!(words("BUILT/x").unwrap_err().to_string(), "there is no x in nowhere");
        assert_eq!(words("no-such-program").unwrap_err().to_string(), "no-such-program is not installed");
    }
}
