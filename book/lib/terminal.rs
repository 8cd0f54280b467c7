//! Terminals on one machine, as the book sees it: commands are typed into them, and they show what these bring.

use crate::{
    command::shell,
    keep::{Varying, keep_varying},
    ports::Ports,
};
use std::{
    process::ExitStatus,
    sync::{Arc, Mutex},
};
use support::lock;
use tempfile::TempDir;

/// The rows, so many that nothing is lost above the upper edge; and the columns, as wide as a code block of the book.
const SIZE: (u16, u16) = (400, 100);

/// Several terminals, whose ports are the same.
///
/// Ports 1081 to 1089 of a command stand for free ones; the same number is the same port in every terminal of a scene.
#[derive(Clone)]
pub struct Scene {
    ports: Arc<Mutex<Ports>>,
    /// Where programs store what is the user's.
    home: Arc<TempDir>,
}

impl Scene {
    /// A scene with no terminal yet.
    #[allow(clippy::new_without_default, reason = "a scene is begun, not filled in")]
    pub fn new() -> Self {
        let home = tempfile::tempdir().expect("the system has a folder for temporary files");
        Self { ports: Arc::default(), home: Arc::new(home) }
    }

    /// Opens a terminal.
    pub fn terminal(&self) -> Terminal {
        Terminal { scene: self.clone(), past: String::new(), now: None, varying: Varying::default() }
    }

    /// Opens a terminal in which this server listens.
    #[track_caller]
    pub fn server(&self, command: &str) -> Terminal {
        let mut server = self.terminal();
        server.run(command).wait_for("listening on");
        server
    }

    /// The terminals of a new scene: in the first one this server listens.
    #[track_caller]
    pub fn with_server<const COUNT: usize>(command: &str) -> [Terminal; COUNT] {
        let scene = Self::new();
        let mut server = Some(scene.server(command));
        [(); COUNT].map(|()| server.take().unwrap_or_else(|| scene.terminal()))
    }
}

/// A terminal that the reader has open; a program that still runs in it at the end of the test is ended.
pub struct Terminal {
    scene: Scene,
    /// The commands that have ended, and what they showed.
    past: String,
    now: Option<(String, test_terminal::Terminal)>,
    varying: Varying,
}

impl Terminal {
    /// Types a command at the shell's prompt, as the reader does; waits for the end of the one before.
    ///
    /// `cargo run -p NAME -- …`, `cargo wire …` and `cargo grade …` run the programs of this workspace, anything else
    /// is looked for on this machine. Pipes and `ulimit -n 20; …` work.
    #[track_caller]
    pub fn run(&mut self, command: &str) -> &mut Self {
        self.ends();
        let real = lock(&self.scene.ports).real(command);
        let running = test_terminal::Terminal::start(shell(&real, self.scene.home.path()), SIZE);
        self.now = Some((command.to_owned(), running));
        self
    }

    /// Waits until the terminal shows this; the ports in it are the book's.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) -> &mut Self {
        if let Some((command, running)) = &self.now {
            running.wait_for(|screen| self.text_with(command, screen).contains(text));
        }
        assert!(self.text().contains(text), "the terminal never showed `{text}`, only:\n{}", self.text());
        self
    }

    /// Types a line into the program that runs. The terminal shows what is typed; wait for what it brings before you
    /// type more.
    #[track_caller]
    pub fn type_line(&mut self, line: &str) -> &mut Self {
        self.press(line).press("\r")
    }

    /// Presses keys: `"\x04"` is Ctrl+D, `"\x1b[A"` the arrow that points up.
    #[track_caller]
    pub fn press(&mut self, keys: &str) -> &mut Self {
        let (_, running) = self.now.as_ref().expect("a program runs in the terminal");
        running.press(keys);
        self
    }

    /// Waits for the end of the program that runs, if any does.
    #[track_caller]
    pub fn ends(&mut self) -> &mut Self {
        self.ends_with(None, test_terminal::Terminal::wait)
    }

    /// Waits for the end of the program that runs, which must have this exit code.
    #[track_caller]
    pub fn exits(&mut self, code: i32) -> &mut Self {
        self.ends_with(Some(code), test_terminal::Terminal::wait)
    }

    /// The same for a program with many steps: each may take as long as any other wait, and shows something more.
    #[track_caller]
    pub fn exits_step_by_step(&mut self, code: i32) -> &mut Self {
        self.ends_with(Some(code), test_terminal::Terminal::wait_step_by_step)
    }

    /// Presses Ctrl+C, and waits for the end of the program.
    #[track_caller]
    pub fn interrupt(&mut self) -> &mut Self {
        self.press("\x03").ends()
    }

    /// The numbers in lines that hold these words are no facts: a later run may show others.
    pub fn numbers_vary_in(&mut self, words: &str) -> &mut Self {
        self.varying.numbers.push(words.to_owned());
        self
    }

    /// This line and what stands below it, to the next empty one, are no facts: a later run may show something else, or nothing.
    pub fn block_varies(&mut self, heading: &str) -> &mut Self {
        self.varying.blocks.push(heading.to_owned());
        self
    }

    /// What the terminal shows, with the ports of the book.
    pub fn text(&self) -> String {
        match &self.now {
            Some((command, running)) => self.text_with(command, &running.screen()),
            None => self.past.clone(),
        }
    }

    /// Keeps what the terminal shows as `book/src/transcripts/snapshots/NAME.snap`, or compares it with what is kept.
    #[track_caller]
    pub fn keep(&mut self, name: &str) -> &mut Self {
        keep_varying(name, &self.text(), &self.varying);
        self
    }

    /// The same, when this is what the program that runs has shown.
    fn text_with(&self, command: &str, screen: &str) -> String {
        let end = if screen.is_empty() { "" } else { "\n" };
        format!("{}$ {command}\n{}{end}", self.past, lock(&self.scene.ports).shown(screen))
    }

    #[track_caller]
    fn ends_with(
        &mut self,
        code: Option<i32>,
        wait: fn(&mut test_terminal::Terminal) -> ExitStatus,
    ) -> &mut Self {
        let status = self.now.as_mut().map(|(_, running)| wait(running));
        self.past = self.text();
        if let (Some(code), Some(status)) = (code, status) {
            assert_eq!(status.code(), Some(code), "the exit code after\n{}", self.past);
        }
        self.now = None;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_has_started_ends_with_its_terminal() {
        let scene = Scene::new();
        let mut server = scene.terminal();
        // As HAProxy does, it does not end because its terminal is closed.
        server.run("trap '' HUP; cargo wire --listen localhost 1081 hold; true").wait_for("listening on");
        drop(server);
        let refused = "until cargo wire localhost 1081 close 2>&1 | grep -q refused; do sleep 0.1; done";
        scene.terminal().run(refused).exits(0);
    }
}
