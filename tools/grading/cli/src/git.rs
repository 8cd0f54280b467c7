//! Asking git.

use anyhow::{Context as _, anyhow, bail};
use std::{
    io::{ErrorKind, Write as _},
    path::Path,
    process::{Command, Stdio},
    thread,
};

/// What git answers, with so much on its standard input; an error is what git says is wrong, on one line.
pub(crate) fn git(root: &Path, arguments: &[&str], input: String) -> anyhow::Result<Vec<u8>> {
    let mut command = Command::new("git");
    command.current_dir(root).args(arguments).env("LC_ALL", "C");
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => anyhow!("git is not installed, or not on the PATH"),
        _ => anyhow::Error::new(error).context("could not start git"),
    })?;
    let stdin = child.stdin.take();
    // Beside our reading, or each could wait for the other. If git does not want to know, it says why.
    let feeder = thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(input.as_bytes())));
    let output = child.wait_with_output().context("could not wait for git")?;
    let _ = feeder.join();
    if output.status.success() {
        return Ok(output.stdout);
    }
    let words = String::from_utf8_lossy(&output.stderr);
    // It says how to trust a folder in a line of its own.
    if let Some(remedy) = words.lines().find(|line| line.contains("safe.directory")) {
        return Err(Distrust(remedy.trim().to_owned()).into());
    }
    let words = words.lines().next().unwrap_or("git does not say why").trim_start_matches("fatal: ");
    bail!("{}", words.trim_end_matches('.'))
}

/// Git does not look into a folder that belongs to somebody else, since what is in there can have it run programs.
#[derive(Debug, thiserror::Error)]
#[error("git does not trust this folder, because it belongs to another user; if you do: {0}")]
pub(crate) struct Distrust(String);

/// The same, of an answer that is a text.
pub(crate) fn git_text(root: &Path, arguments: &[&str]) -> anyhow::Result<String> {
    Ok(String::from_utf8_lossy(&git(root, arguments, String::new())?).trim_end().to_owned())
}
