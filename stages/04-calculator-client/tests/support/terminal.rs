//! A terminal for the tests, with the program at its prompt.

use super::run::PROGRAM;
use std::{
    net::SocketAddr,
    path::Path,
    process::{Command, ExitStatus},
};
use testkit::mask_ports;

pub(crate) const ENTER: &str = "\r";
pub(crate) const UP: &str = "\x1b[A";
pub(crate) const CTRL_C: &str = "\x03";
pub(crate) const CTRL_D: &str = "\x04";

/// The rows and the columns of a usual terminal.
pub(crate) const SIZE: (u16, u16) = (24, 80);

/// The program in a terminal.
pub(crate) struct Terminal(test_terminal::Terminal);

impl Terminal {
    /// Starts the program, which keeps its history in a folder of the test's own.
    pub(crate) fn start(server: SocketAddr, data: &Path) -> Self {
        Self::start_with(server, data, &[])
    }

    /// Starts it with more variables in its environment.
    pub(crate) fn start_with(server: SocketAddr, data: &Path, variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args([server.ip().to_string(), server.port().to_string()]).env_clear();
        command.env("TERM", "xterm").env("HOME", data).envs(variables.iter().copied());
        Self(test_terminal::Terminal::start(command, SIZE))
    }

    /// Presses keys.
    pub(crate) fn press(&self, keys: impl AsRef<[u8]>) -> &Self {
        self.0.press(keys);
        self
    }

    /// Types a line at the prompt, and waits until the screen shows it, then what is expected, then a new prompt.
    #[track_caller]
    pub(crate) fn ask(&self, line: &str, expected: &str) -> &Self {
        let before = self.screen();
        self.press(line).press(ENTER).wait_for(&format!("{before} {line}\n{expected}\n>"))
    }

    /// Waits until this is the last that the screen shows.
    #[track_caller]
    pub(crate) fn wait_for(&self, last: &str) -> &Self {
        self.0.wait_for(|screen| mask_ports(screen).ends_with(last));
        assert!(
            self.screen().ends_with(last),
            "the screen never ended with\n{last}\n\nIt shows\n{}",
            self.screen()
        );
        self
    }

    /// What a person sees, with its changing port masked.
    pub(crate) fn screen(&self) -> String {
        mask_ports(&self.0.screen())
    }

    /// Whether anything on the screen is in colour.
    pub(crate) fn is_colourful(&self) -> bool {
        self.0.is_colourful()
    }

    /// Waits until the program has ended and the screen shows all of it.
    #[track_caller]
    pub(crate) fn wait(&mut self) -> ExitStatus {
        self.0.wait()
    }
}
