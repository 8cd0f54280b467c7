//! A terminal for tests: a program runs in it, keys go in, and its screen can be read.
#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "a panic is how test support reports that a promise was broken, and a step may be taken for that alone"
)]

use pty_process::{Size, blocking};
use std::{
    fs::File,
    io::Write as _,
    num::NonZeroU16,
    os::fd::{AsFd as _, OwnedFd},
    process::{Child, Command, ExitStatus},
    sync::{Arc, Mutex},
    time::Duration,
};
use support::{Output, Signal, default_in_children, lock, poll_for, poll_until};
use testkit::DEADLINE;
use vt100::{Color, Parser};

/// Held while a terminal is made and its program started. A new terminal is inherited by children for a moment, before it
/// is marked not to be (`FD_CLOEXEC`): a program that another test starts then would have one descriptor more.
static STARTING: Mutex<()> = Mutex::new(());

/// A terminal with a program in it; dropping it kills the program and what a shell has started.
#[must_use = "dropping it kills the program"]
pub struct Terminal {
    child: Child,
    keyboard: Arc<File>,
    written: Output,
    /// The rows and the columns.
    size: (u16, u16),
    /// The program's end of the terminal, until the program has ended: the kernel sends the signal of Ctrl+C before it shows `^C`.
    /// If the program closed the last descriptor in between, that could not be read any more.
    end: Option<OwnedFd>,
}

impl Terminal {
    /// Starts a program in a terminal with so many rows and columns. All three of its standard streams are the terminal.
    #[track_caller]
    pub fn start(command: Command, size: (u16, u16)) -> Self {
        default_in_children(Signal::Interrupt).expect("a signal can be handled");
        let alone = lock(&STARTING);
        let (pty, end) = blocking::open().expect("the system has terminals");
        pty.resize(Size::new(size.0, size.1)).expect("a terminal has a size");
        let kept = end.as_fd().try_clone_to_owned().expect("there is a descriptor left");
        let child = blocking::Command::from(command).spawn(end).expect("the program starts");
        drop(alone);
        let keyboard = Arc::new(File::from(OwnedFd::from(pty)));
        Self { child, written: Output::of(Arc::clone(&keyboard)), keyboard, size, end: Some(kept) }
    }

    /// Presses keys: `"\r"` is Enter, `"\x04"` Ctrl+D, `"\x1b[A"` the arrow that points up.
    #[track_caller]
    pub fn press(&self, keys: impl AsRef<[u8]>) {
        (&*self.keyboard).write_all(keys.as_ref()).expect("the program has not ended");
    }

    /// All that the program has sent to the terminal so far.
    pub fn written(&self) -> Vec<u8> {
        self.written.bytes()
    }

    /// What the screen shows, without blanks at the ends of the lines.
    pub fn screen(&self) -> String {
        self.screen_of(&self.written())
    }

    /// Whether anything on the screen is in colour.
    pub fn is_colourful(&self) -> bool {
        let parser = self.parse(&self.written());
        let places = (0..self.size.0).flat_map(|row| (0..self.size.1).map(move |column| (row, column)));
        let mut cells = places.filter_map(|(row, column)| parser.screen().cell(row, column));
        cells.any(|cell| cell.fgcolor() != Color::Default)
    }

    /// Waits until `look` is content with what the screen shows, or nothing more can come, or the [`DEADLINE`] has passed.
    pub fn wait_for(&self, look: impl Fn(&str) -> bool) {
        self.written.wait_for_bytes(DEADLINE, |written| look(&self.screen_of(written)).then_some(()));
    }

    /// Waits for the program's end, and until the screen shows all of it.
    #[track_caller]
    pub fn wait(&mut self) -> ExitStatus {
        self.wait_within(DEADLINE)
    }

    /// Waits for the program's end, which must come before the limit.
    #[track_caller]
    pub fn wait_within(&mut self, limit: Duration) -> ExitStatus {
        let status = poll_for(limit, || self.child.try_wait().expect("the system knows the child"));
        let status = status.unwrap_or_else(|| {
            panic!("the program still runs after {limit:?}; its screen:\n{}", self.screen())
        });
        self.end = None;
        self.written.wait_for_end(DEADLINE);
        status
    }

    /// Waits for the program's end however long it takes, if it shows something more within each [`DEADLINE`].
    #[track_caller]
    pub fn wait_step_by_step(&mut self) -> ExitStatus {
        let mut seen = 0;
        let runs = |child: &mut Child| matches!(child.try_wait(), Ok(None));
        while runs(&mut self.child)
            && poll_until(DEADLINE, || !runs(&mut self.child) || self.written().len() > seen)
        {
            seen = self.written().len();
        }
        self.wait()
    }

    fn screen_of(&self, written: &[u8]) -> String {
        let text = self.parse(written).screen().contents();
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
    }

    /// A terminal's state after this was written to it.
    fn parse(&self, written: &[u8]) -> Parser {
        let [rows, columns] = [self.size.0, self.size.1]
            .map(|size| NonZeroU16::new(size).expect("a screen has rows and columns"));
        let mut parser = Parser::new(rows, columns, 0);
        parser.process(written);
        parser
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It leads a group, with what a shell has started: that would outlive the shell.
        if let Ok(None) = self.child.try_wait() {
            let _ = Signal::Kill.send_to_group(self.child.id());
        }
        let _ = self.child.wait();
    }
}
