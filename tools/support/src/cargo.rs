//! What cargo knows of the workspace, and the programs that it builds.

use anyhow::{Context as _, ensure};
use cargo_metadata::{Error, Message, Metadata, MetadataCommand};
use std::{
    collections::BTreeMap,
    env,
    ffi::OsStr,
    io::{self, BufReader, Read},
    path::PathBuf,
    process::{Command, Stdio},
};

/// Executables, by the names of their targets.
pub type Executables = BTreeMap<String, PathBuf>;

/// The cargo that runs us, or else the one in the path.
#[must_use]
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Has cargo build with these arguments, and returns the executables. What cargo says is seen on standard error.
///
/// # Errors
///
/// When cargo does not start, or something cannot be built.
pub fn build<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> anyhow::Result<Executables> {
    let mut command = cargo();
    command.args(["build", "--message-format", "json-render-diagnostics"]).args(arguments);
    let mut build =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("could not start cargo")?;
    let executables = build.stdout.take().map_or_else(|| Ok(Executables::new()), executables)?;
    ensure!(build.wait()?.success(), "cargo could not build: see above");
    Ok(executables)
}

/// The executables that cargo names in its JSON messages.
///
/// # Errors
///
/// When the messages cannot be read.
pub fn executables(messages: impl Read) -> io::Result<Executables> {
    let mut executables = Executables::new();
    for message in Message::parse_stream(BufReader::new(messages)) {
        if let Message::CompilerArtifact(artifact) = message?
            && let Some(executable) = artifact.executable
        {
            executables.insert(artifact.target.name, executable.into());
        }
    }
    Ok(executables)
}

/// What cargo knows of a workspace, without the packages of others.
///
/// # Errors
///
/// When cargo finds no workspace, or cannot read it: in its own words, on one line.
pub fn workspace_metadata(command: &mut MetadataCommand) -> anyhow::Result<Metadata> {
    command.no_deps().exec().map_err(|error| match error {
        Error::CargoMetadata { stderr } => {
            let words = stderr.split_whitespace().collect::<Vec<_>>().join(" ");
            anyhow::Error::msg(words.trim_start_matches("error: ").to_owned())
        }
        Error::Io(error) => {
            let program = cargo().get_program().to_string_lossy().into_owned();
            anyhow::Error::from(error).context(format!("could not start cargo ({program})"))
        }
        other => other.into(),
    })
}
