//! What cargo knows of the workspace and its exercises, and the programs that it builds.

use crate::ProcessSupervisor;
use anyhow::{Context as _, ensure};
use cargo_metadata::{Error, Message, Metadata, MetadataCommand};
use std::{
    collections::BTreeMap,
    env,
    ffi::OsStr,
    io::{self, BufRead, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
};

/// How much is kept of what cargo itself says is wrong.
const LONGEST_COMPLAINT: usize = 64 * 1024;

/// How much of that is the error of a build: a terminal can show the rest.
const LONGEST_TOLD: usize = 16 * 1024;

/// How much is kept of a line: cargo passes on what a build script, a macro and rustc print, and that may never end one.
const LONGEST_LINE: usize = 8 * 1024;

/// A longer message is passed over. Those about programs are short; a macro can make an error of any length.
const LONGEST_MESSAGE: usize = 1024 * 1024;

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
    let mut child = build_command(arguments).spawn().context("could not start cargo")?;
    let mut executables = Executables::new();
    read_build(&mut child, |message| executables.extend(executable(message)), |_| ())?;
    ensure!(child.wait()?.success(), "cargo could not build: see above");
    Ok(executables)
}

/// The same in a folder, for somebody who does not see our standard error: each line that cargo says is handed on, and what it
/// complains about is the error. The supervisor ends cargo with its other programs.
///
/// # Errors
///
/// When cargo does not start, or something cannot be built.
pub fn build_supervised<A: AsRef<OsStr>>(
    supervisor: &ProcessSupervisor,
    folder: &Path,
    arguments: impl IntoIterator<Item = A>,
    mut on_line: impl FnMut(&str) + Send,
) -> anyhow::Result<Executables> {
    let mut command = build_command(arguments);
    command.current_dir(folder).arg("--color=never").stderr(Stdio::piped());
    let (mut child, group) = supervisor.start(&mut command).context("could not start cargo")?;
    let mut executables = Executables::new();
    let on_message = |message| executables.extend(executable(message));
    let complaint = read_build(&mut child, on_message, |line| on_line(line.trim()));
    let status = child.wait();
    group.kill(false);
    let mut complaint = complaint?;
    complaint.truncate(complaint.floor_char_boundary(LONGEST_TOLD));
    ensure!(status.context("could not wait for cargo")?.success(), complaint);
    Ok(executables)
}

fn build_command<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Command {
    let mut command = cargo();
    command.args(["build", "--message-format", "json-render-diagnostics"]).args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    command
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
            let on_line = |line: &[u8]| {
                let line = String::from_utf8_lossy(line);
                on_line(&line);
                let is_part = line.starts_with("error") || !complaint.is_empty();
                if is_part && complaint.len() < LONGEST_COMPLAINT {
                    complaint.extend([&line, "\n"]);
                }
            };
            // What cannot be read is no complaint.
            let _ = stderr.map(|stderr| for_each_line(BufReader::new(stderr), LONGEST_LINE, on_line));
            complaint
        });
        let mut unread = None;
        let on_line = |line: &[u8]| {
            for message in Message::parse_stream(line).filter(|_| line.len() < LONGEST_MESSAGE) {
                match message {
                    Ok(message) => on_message(message),
                    Err(error) => unread = Some(error),
                }
            }
        };
        let read = stdout.map(|stdout| for_each_line(BufReader::new(stdout), LONGEST_MESSAGE, on_line));
        read.transpose().context("could not read what cargo says")?;
        unread.map_or(Ok(()), Err).context("could not read what cargo says")?;
        Ok(complaint.join().unwrap_or_default())
    })
}

/// Calls `on_line` with each line, without its end, until the input ends. Of a line that is longer than `longest` bytes only the
/// beginning is kept, so what is read without an end takes no more memory than that.
fn for_each_line(mut input: impl BufRead, longest: usize, mut on_line: impl FnMut(&[u8])) -> io::Result<()> {
    let mut line = Vec::new();
    while input.by_ref().take(longest as u64).read_until(b'\n', &mut line)? > 0 {
        if line.pop_if(|last| *last == b'\n').is_none() {
            input.skip_until(b'\n')?;
        }
        on_line(line.strip_suffix(b"\r").unwrap_or(&line));
        line.clear();
    }
    Ok(())
}

/// The executable that a message is about, and the name of its target.
fn executable(message: Message) -> Option<(String, PathBuf)> {
    let Message::CompilerArtifact(artifact) = message else { return None };
    Some((artifact.target.name, artifact.executable?.into()))
}

/// What cargo knows of the workspace around a folder, without the packages of others.
///
/// # Errors
///
/// When cargo finds no workspace, or cannot read it: in its own words, on one line.
pub fn workspace_metadata(folder: &Path) -> anyhow::Result<Metadata> {
    MetadataCommand::new().current_dir(folder).no_deps().exec().map_err(|error| match error {
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

    fn lines(input: impl BufRead, longest: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for_each_line(input, longest, |line| lines.push(String::from_utf8_lossy(line).into_owned())).unwrap();
        lines
    }

    #[test]
    fn each_line_comes_once_whatever_it_ends_with() {
        for size in [1, 2, 100] {
            let input = BufReader::with_capacity(size, "one\r\n\ntwo\nthree".as_bytes());
            assert_eq!(lines(input, 100), ["one", "", "two", "three"]);
        }
    }

    #[test]
    fn of_a_line_without_an_end_the_beginning_is_kept() {
        let endless = BufReader::new(io::repeat(b'x').take(1 << 20));
        assert_eq!(lines(endless, 10), ["x".repeat(10)]);
        assert_eq!(lines("0123456789\nshort\n".as_bytes(), 5), ["01234", "short"]);
    }

    #[cfg(unix)]
    #[test]
    fn of_a_line_without_an_end_the_beginning_is_kept_and_what_comes_after_it_is_read() {
        let endless = "head -c 30000000 /dev/zero | tr '\\0' x";
        let message = r#"{"reason":"build-finished","success":true}"#;
        let script = format!(
            "{endless}; echo; echo '{message}'; (printf error; {endless}; printf '\\nlast\\377\\n') >&2"
        );
        let mut command = Command::new("sh");
        command.args(["-c", &script]).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (mut messages, mut longest) = (Vec::new(), 0);
        let complaint = read_build(
            &mut child,
            |message| messages.push(message),
            |line| longest = longest.max(line.len()),
        );
        let complaint = complaint.unwrap();
        assert!(child.wait().unwrap().success());
        assert!(matches!(&messages[..], [Message::BuildFinished(finished)] if finished.success));
        assert_eq!(longest, LONGEST_LINE);
        assert!(complaint.starts_with("errorxxx") && complaint.ends_with("x\nlast\u{fffd}\n"));
    }

    #[test]
    fn a_target_is_an_exercise_if_its_name_says_so() {
        assert_eq!(parse_exercise("ex2_5_half_close"), Some((2, 5, "half_close")));
        for other in ["examples", "ex_5_half", "ex_2", "ex2_half", "ex2_half_close", "command_line", "ex2_5"]
        {
            assert_eq!(parse_exercise(other), None, "{other}");
        }
    }
}
