//! The reader's editor, where we know one that opens a window of its own.

use anyhow::Context as _;
use std::{
    env,
    ffi::OsString,
    path::Path,
    process::{Command, Stdio},
    thread,
};

/// Editors with windows, by the names of their programs. One that needs a terminal would find ours taken.
const WITH_WINDOWS: [&str; 14] = [
    "code",
    "code-insiders",
    "codium",
    "cursor",
    "gedit",
    "gnome-text-editor",
    "gvim",
    "kate",
    "mate",
    "notepad",
    "notepad++",
    "rustrover",
    "subl",
    "zed",
];

/// How a file is opened.
#[derive(Debug)]
pub(crate) enum Editor {
    /// By the reader's own.
    Own(Vec<OsString>),
    /// By whatever the system has for it.
    System,
}

impl Editor {
    /// What the reader has told every program; or the editor in whose terminal we are; or the system's.
    pub(crate) fn find() -> Option<Self> {
        let told = ["VISUAL", "EDITOR"].iter().filter_map(|name| env::var(name).ok());
        let around =
            env::var("TERM_PROGRAM").ok().filter(|program| program == "vscode").map(|_| "code".to_owned());
        let own = told.chain(around).find_map(|command| own(&command));
        own.map(Self::Own).or_else(|| has_windows().then_some(Self::System))
    }

    /// Opens a file; what the editor does then is its own affair.
    pub(crate) fn open(&self, file: &Path) -> anyhow::Result<()> {
        let Self::Own(words) = self else {
            return opener::open(file).context("the system has no editor for it");
        };
        let Some((program, words)) = words.split_first() else { return Ok(()) };
        let mut command = Command::new(program);
        command.args(words).arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        apart(&mut command);
        match command.spawn() {
            Ok(mut editor) => drop(thread::spawn(move || editor.wait())),
            // In Windows, some are started by a script that only a shell finds.
            Err(_) => Self::System.open(file)?,
        }
        Ok(())
    }
}

/// The words of a command whose program is known to open a window.
fn own(command: &str) -> Option<Vec<OsString>> {
    let words = shlex::split(command)?;
    let program = Path::new(words.first()?).file_stem()?.to_str()?;
    WITH_WINDOWS.contains(&program).then(|| words.into_iter().map(OsString::from).collect())
}

/// Whether the system can show windows at all.
fn has_windows() -> bool {
    cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Ctrl+C in our terminal is not meant for it.
#[cfg(unix)]
fn apart(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn apart(_: &mut Command) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_that_needs_a_terminal_is_not_ours_to_start() {
        assert_eq!(own("code --wait").unwrap(), ["code", "--wait"]);
        assert_eq!(own("'/opt/my editors/subl' -n").unwrap(), ["/opt/my editors/subl", "-n"]);
        for command in ["vim", "emacs -nw", "", "'"] {
            assert_eq!(own(command), None, "{command}");
        }
    }
}
