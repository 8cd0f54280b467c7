//! The server program, built as people run it.

use anyhow::{Context as _, bail};
use cargo_metadata::Message;
use std::{
    env,
    io::{self, BufReader, IsTerminal as _},
    path::PathBuf,
    process::{Command, Stdio},
};

/// Builds our server, and says where it is.
pub(crate) fn build() -> anyhow::Result<PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--release", "--package", "concurrency"]);
    // It can take a minute; who looks on may see why.
    if !io::stderr().is_terminal() {
        command.arg("--quiet");
    }
    command.args(["--bin", "concurrency", "--message-format", "json-render-diagnostics"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut build = command.spawn().context("could not start cargo to build the server")?;
    let mut program = None;
    if let Some(out) = build.stdout.take() {
        for message in Message::parse_stream(BufReader::new(out)) {
            if let Message::CompilerArtifact(artifact) = message? {
                program = artifact.executable.or(program);
            }
        }
    }
    match program {
        Some(program) if build.wait()?.success() => Ok(program.into()),
        _ => bail!("the server could not be built: see above"),
    }
}
