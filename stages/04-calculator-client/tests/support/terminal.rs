//! A terminal for the tests: keys go in, and its screen can be read.

use super::run::{PROGRAM, Running};
use pty_process::{
    Size,
    blocking::{Command, Pty, open},
};
use std::{
    io::{Read as _, Write as _},
    net::SocketAddr,
    path::Path,
    process::ExitStatus,
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
};
use testkit::{eventually, mask_ports};
use vt100::Parser;

pub(crate) const ENTER: &str = "\r";
pub(crate) const UP: &str = "\x1b[A";
pub(crate) const CTRL_C: &str = "\x03";
pub(crate) const CTRL_D: &str = "\x04";

/// The program at its prompt.
pub(crate) struct Terminal {
    run: Running,
    pty: Arc<Pty>,
    screen: Arc<Mutex<Parser>>,
    reader: JoinHandle<()>,
}

impl Terminal {
    /// Starts the program, which keeps its history in a folder of the test's own.
    pub(crate) fn start(server: SocketAddr, data: &Path) -> Self {
        Self::start_with(server, data, &[])
    }

    /// Starts it with more variables in its environment.
    pub(crate) fn start_with(server: SocketAddr, data: &Path, variables: &[(&str, &str)]) -> Self {
        let (pty, end) = open().unwrap();
        let screen = Parser::default();
        let (rows, columns) = screen.screen().size();
        pty.resize(Size::new(rows.get(), columns.get())).unwrap();
        let run = Running(
            Command::new(PROGRAM)
                .args([server.ip().to_string(), server.port().to_string()])
                .env_clear()
                .envs([("TERM", "xterm"), ("HOME", data.to_str().unwrap())])
                .envs(variables.iter().copied())
                .spawn(end)
                .unwrap(),
        );
        let (pty, screen) = (Arc::new(pty), Arc::new(Mutex::new(screen)));
        let reader = show(Arc::clone(&pty), Arc::clone(&screen));
        Self { run, pty, screen, reader }
    }

    /// Presses keys.
    pub(crate) fn press(&self, keys: impl AsRef<[u8]>) -> &Self {
        (&*self.pty).write_all(keys.as_ref()).unwrap();
        self
    }

    /// Types a line at the prompt, and waits until the screen shows it, then what is expected, then a new prompt.
    pub(crate) fn ask(&self, line: &str, expected: &str) -> &Self {
        let before = self.screen();
        self.press(line).press(ENTER).wait_for(&format!("{before} {line}\n{expected}\n>"))
    }

    /// Waits until this is the last that the screen shows.
    pub(crate) fn wait_for(&self, last: &str) -> &Self {
        eventually(&format!("the screen ends with\n{last}\n"), || self.screen().ends_with(last));
        self
    }

    /// What a person sees: without blanks at the ends of the lines, and with its changing port masked.
    pub(crate) fn screen(&self) -> String {
        let text = self.screen.lock().unwrap().screen().contents();
        mask_ports(text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end())
    }

    /// Whether anything on the screen is in colour.
    pub(crate) fn is_colourful(&self) -> bool {
        let parser = self.screen.lock().unwrap();
        let (rows, columns) = parser.screen().size();
        let mut places = (0..rows.get()).flat_map(|row| (0..columns.get()).map(move |column| (row, column)));
        places.any(|(row, column)| {
            parser.screen().cell(row, column).is_some_and(|cell| cell.fgcolor() != vt100::Color::Default)
        })
    }

    /// Waits until the program has ended and the screen shows all of it.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let status = self.run.wait();
        eventually("the screen shows all", || self.reader.is_finished());
        status
    }
}

/// Brings what the program writes to the screen, until the program ends.
fn show(pty: Arc<Pty>, screen: Arc<Mutex<Parser>>) -> JoinHandle<()> {
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = (&*pty).read(&mut buffer) {
            screen.lock().unwrap().process(&buffer[..count]);
        }
    })
}
