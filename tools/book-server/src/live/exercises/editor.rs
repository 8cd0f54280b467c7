//! The reader's editor, where we know one that opens a window of its own.

use crate::address::is_set;
use anyhow::Context as _;
use std::{
    env,
    path::Path,
    process::{Command, Stdio},
    thread,
};
use support::detach_from_terminal;

/// Editors with windows, by the names of their programs. One that needs a terminal would find ours taken.
const WITH_WINDOWS: &str = "code code-insiders codium cursor gedit gnome-text-editor gvim kate mate notepad notepad++ \
                            rustrover subl zed";

/// How a file is opened.
#[derive(Debug)]
pub(super) enum Editor {
    /// By the reader's own.
    Own(Vec<String>),
    /// By whatever the system has for it.
    System,
}

impl Editor {
    /// What the reader has told every program; or the editor in whose terminal we are; or the system's.
    pub(super) fn find() -> Option<Self> {
        let told = ["VISUAL", "EDITOR"].iter().filter_map(|name| env::var(name).ok());
        let is_within = env::var("TERM_PROGRAM").is_ok_and(|program| program == "vscode");
        let around = is_within.then(|| "code".to_owned());
        let own = told.chain(around).find_map(|command| own(&command));
        own.map(Self::Own).or_else(|| has_windows().then_some(Self::System))
    }

    /// Opens a file; what the editor does then is its own affair.
    pub(super) fn open(&self, file: &Path) -> anyhow::Result<()> {
        let Self::Own(words) = self else {
            return opener::open(file).context("the system has no editor for it");
        };
        let Some((program, words)) = words.split_first() else { return Ok(()) };
        let mut command = Command::new(program);
        command.args(words).arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // Ctrl+C in our terminal is not meant for it.
        match detach_from_terminal(&mut command).spawn() {
            Ok(mut editor) => drop(thread::spawn(move || editor.wait())),
            // In Windows, some are started by a script that only a shell finds.
            Err(_) => Self::System.open(file)?,
        }
        Ok(())
    }
}

/// The words of a command whose program is known to open a window.
fn own(command: &str) -> Option<Vec<String>> {
    let words = shlex::split(command)?;
    let program = Path::new(words.first()?).file_stem()?.to_str()?;
    WITH_WINDOWS.split(' ').any(|known| known == program).then_some(words)
}

/// Whether the system can show windows at all.
fn has_windows() -> bool {
    cfg!(any(windows, target_os = "macos")) || ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(is_set)
}

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
