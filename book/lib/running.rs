//! A program in a terminal of its own, killed at the latest when the test ends.

use crate::{
    command::CommandLine,
    screen::{SIZE, Screen},
};
use pty_process::{
    Size,
    blocking::{Command, Pty, open},
};
use std::{
    io::{self, Read, Write as _},
    path::Path,
    process::{Child, ExitStatus},
    sync::{Arc, Mutex, PoisonError},
};
use testkit::{Signal, default_in_children, eventually};

/// Held while a terminal is made and its program started. A new terminal is inherited by children for a moment, before it
/// is marked not to be (`FD_CLOEXEC`): a program that another test starts then would have one descriptor more.
static STARTING: Mutex<()> = Mutex::new(());

/// What `Command` runs, what it shows, and the keyboard.
pub(crate) struct Running {
    child: Child,
    keyboard: Arc<Pty>,
    pub(crate) screen: Screen,
}

/// `Pty` can be read through a reference only.
struct Reader(Arc<Pty>);

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        (&*self.0).read(buffer)
    }
}

impl Running {
    /// Starts a program in the workspace's folder; what it stores goes to `home`.
    pub(crate) fn start(line: &CommandLine, home: &Path) -> Self {
        default_in_children(Signal::Interrupt).expect("a signal can be handled");
        let alone = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        let (pty, end) = open().expect("the system has terminals");
        pty.resize(Size::new(SIZE.0, SIZE.1)).expect("a terminal has a size");
        let (name, arguments) = line.words.split_first().expect("a command has a name");
        let command = Command::new(name)
            .args(arguments)
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .env("TERM", "xterm")
            .env("LC_ALL", "C.UTF-8")
            .env("HOME", home)
            .envs(line.variables.iter().cloned())
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_STATE_HOME");
        let child = command.spawn(end).unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        drop(alone);
        let keyboard = Arc::new(pty);
        Self { child, screen: Screen::of(Reader(Arc::clone(&keyboard))), keyboard }
    }

    /// Presses keys.
    pub(crate) fn press(&self, keys: &str) {
        (&*self.keyboard).write_all(keys.as_bytes()).expect("the program has not ended");
    }

    /// Waits for the program's end, and until the screen shows all of it.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let mut status = None;
        eventually(&format!("the program ends; its screen:\n{}\n", self.screen.text()), || {
            status = self.child.try_wait().expect("the system knows the child");
            status.is_some()
        });
        self.screen.wait_for_end();
        status.expect("it has ended")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only where it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
