//! A program in a terminal of its own, killed at the latest when the test ends.

use crate::command::CommandLine;
use pty_process::{
    Size,
    blocking::{Command, open},
};
use std::{
    fs::File,
    io::Write as _,
    num::NonZeroU16,
    os::fd::{AsFd as _, OwnedFd},
    path::Path,
    process::{Child, ExitStatus},
    sync::{Arc, Mutex},
};
use support::{Output, Signal, default_in_children, lock};
use testkit::{DEADLINE, eventually};
use vt100::Parser;

/// The rows, so many that nothing is lost above the upper edge; and the columns, as wide as a code block of the book.
const SIZE: (u16, u16) = (400, 100);

/// Held while a terminal is made and its program started. A new terminal is inherited by children for a moment, before it
/// is marked not to be (`FD_CLOEXEC`): a program that another test starts then would have one descriptor more.
static STARTING: Mutex<()> = Mutex::new(());

/// What `Command` runs, what it shows, and the keyboard.
pub(crate) struct Running {
    child: Child,
    keyboard: Arc<File>,
    written: Output,
    /// The program's end of the terminal, until the program has ended: the kernel sends the signal of Ctrl+C before it shows `^C`.
    /// If the program closed the last descriptor in between, that could not be read any more.
    end: Option<OwnedFd>,
}

impl Running {
    /// Starts a program in the workspace's folder; what it stores goes to `home`.
    pub(crate) fn start(line: &CommandLine, home: &Path) -> Self {
        default_in_children(Signal::Interrupt).expect("a signal can be handled");
        let alone = lock(&STARTING);
        let (pty, end) = open().expect("the system has terminals");
        pty.resize(Size::new(SIZE.0, SIZE.1)).expect("a terminal has a size");
        let command = Command::new("sh")
            .args(["-c", &line.line])
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .env("TERM", "xterm")
            .env("LC_ALL", "C.UTF-8")
            .env("HOME", home)
            .envs(line.variables.iter().cloned())
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_STATE_HOME");
        let kept = end.as_fd().try_clone_to_owned().expect("there is a descriptor left");
        let child = command.spawn(end).expect("the system has a shell");
        drop(alone);
        let keyboard = Arc::new(File::from(OwnedFd::from(pty)));
        Self { child, written: Output::of(Arc::clone(&keyboard)), keyboard, end: Some(kept) }
    }

    /// Presses keys.
    pub(crate) fn press(&self, keys: &str) {
        (&*self.keyboard).write_all(keys.as_bytes()).expect("the program has not ended");
    }

    /// What the screen shows, without blanks at the ends of the lines.
    pub(crate) fn text(&self) -> String {
        screen(&self.written.bytes())
    }

    /// Waits until `look` is content with what the screen shows, or nothing more can come.
    pub(crate) fn wait_for(&self, look: impl Fn(&str) -> bool) {
        self.written.wait_for_bytes(DEADLINE, |written| look(&screen(written)).then_some(()));
    }

    /// Waits for the program's end, and until the screen shows all of it.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let mut status = None;
        eventually(&format!("the program ends; its screen:\n{}\n", self.text()), || {
            status = self.child.try_wait().expect("the system knows the child");
            status.is_some()
        });
        self.end = None;
        self.written.wait_for_end(DEADLINE);
        status.expect("it has ended")
    }
}

/// What a screen shows when all of this has been written to it.
fn screen(written: &[u8]) -> String {
    let [rows, columns] = [SIZE.0, SIZE.1].map(|size| NonZeroU16::new(size).expect("a screen has a size"));
    let mut parser = Parser::new(rows, columns, 0);
    parser.process(written);
    let text = parser.screen().contents();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

impl Drop for Running {
    fn drop(&mut self) {
        // It leads a group, with what a shell has started: that would outlive the shell.
        if let Ok(None) = self.child.try_wait() {
            let _ = Signal::Kill.send_to_group(self.child.id());
        }
        let _ = self.child.wait();
    }
}
