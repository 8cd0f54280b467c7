//! What cargo knows of the workspace and its exercises, and the programs that it builds.

use anyhow::{Context as _, ensure};
pub use cargo_metadata::MetadataCommand;
use cargo_metadata::{Error, Message, Metadata};
use std::{
    collections::BTreeMap,
    env,
    ffi::OsStr,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
};

/// How much is kept of what cargo itself says is wrong.
const LONGEST_COMPLAINT: usize = 64 * 1024;

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
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command.spawn().context("could not start cargo")?;
    let mut executables = Executables::new();
    read_build(&mut child, |message| executables.extend(executable(message)), |_| ())?;
    ensure!(child.wait()?.success(), "cargo could not build: see above");
    Ok(executables)
}

/// Reads what a `cargo build` says, until it has ended: its JSON messages, and the lines of its standard error, if that is
/// piped. Returns its complaint: all from the first line that begins with "error".
///
/// # Errors
///
/// When the messages cannot be read.
pub fn read_build(
    child: &mut Child,
    mut on_message: impl FnMut(Message),
    mut on_line: impl FnMut(&str) + Send,
) -> anyhow::Result<String> {
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        let complaint = scope.spawn(move || {
            let mut complaint = String::new();
            let lines = stderr.map(|stderr| BufReader::new(stderr).lines().map_while(Result::ok));
            for line in lines.into_iter().flatten() {
                on_line(&line);
                let is_part = line.starts_with("error") || !complaint.is_empty();
                if is_part && complaint.len() < LONGEST_COMPLAINT {
                    complaint.extend([&line, "\n"]);
                }
            }
            complaint
        });
        let messages = stdout.map(|stdout| Message::parse_stream(BufReader::new(stdout)));
        for message in messages.into_iter().flatten() {
            on_message(message.context("could not read what cargo says")?);
        }
        Ok(complaint.join().unwrap_or_default())
    })
}

/// The executable that a message is about, and the name of its target.
#[must_use]
pub fn executable(message: Message) -> Option<(String, PathBuf)> {
    let Message::CompilerArtifact(artifact) = message else { return None };
    Some((artifact.target.name, artifact.executable?.into()))
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

/// The stage, the number and the name in `ex2_5_half_close`, as the test target of an exercise is called.
#[must_use]
pub fn parse_exercise(target: &str) -> Option<(u32, u32, &str)> {
    let (stage, rest) = target.strip_prefix("ex")?.split_once('_')?;
    let (number, name) = rest.split_once('_')?;
    Some((stage.parse().ok()?, number.parse().ok()?, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_an_exercise_if_its_name_says_so() {
        assert_eq!(parse_exercise("ex2_5_half_close"), Some((2, 5, "half_close")));
        for other in ["examples", "ex_5_half", "ex_2", "ex2_half", "ex2_half_close", "command_line", "ex2_5"]
        {
            assert_eq!(parse_exercise(other), None, "{other}");
        }
    }
}
