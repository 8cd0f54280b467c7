//! A client that somebody else wrote.

use crate::DEADLINE;
use std::{
    env,
    io::{self, ErrorKind, Write as _},
    process::{ChildStdin, Command, Stdio},
};
use support::{KillOnDrop, Output};

/// A running client that reads its standard input and prints what the server says; dropping it kills it.
pub struct ExternalClient {
    name: String,
    _child: KillOnDrop,
    input: Option<ChildStdin>,
    out: Output,
    err: Output,
}

impl ExternalClient {
    /// Starts a program; there is none, and a word about it on standard error, where it is not installed. With
    /// `EXTERNAL_CLIENTS=required` in the environment that is a failure.
    #[track_caller]
    #[must_use]
    pub fn start(program: &str, arguments: &[&str]) -> Option<Self> {
        let mut command = Command::new(program);
        command.args(arguments);
        Self::start_command(command)
    }

    /// Starts a program with a command that is already prepared.
    #[track_caller]
    #[must_use]
    pub fn start_command(mut command: Command) -> Option<Self> {
        #[cfg(unix)]
        support::default_in_children(support::Signal::Interrupt).expect("a signal can be handled");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let program = command.get_program().to_string_lossy().into_owned();
        let mut child = match command.spawn() {
            Ok(child) => KillOnDrop(child),
            // Denied: a folder of PATH that may not be read could have it, and no other has.
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied)
                    && !required() =>
            {
                // Unlike what eprintln! prints, it is seen where the test passes.
                let _ = writeln!(io::stderr(), "{program} is not installed: a test with it is skipped");
                return None;
            }
            Err(error) => panic!("{program} does not start: {error}"),
        };
        let out = Output::of(child.stdout.take().expect("stdout is piped"));
        let err = Output::of(child.stderr.take().expect("stderr is piped"));
        Some(Self { name: program, input: child.stdin.take(), _child: child, out, err })
    }

    /// Types a text into it.
    #[track_caller]
    pub fn say(&mut self, text: &str) -> &mut Self {
        let input = self.input.as_mut().expect("its input is still open");
        let said = input.write_all(text.as_bytes()).and_then(|()| input.flush());
        said.unwrap_or_else(|error| panic!("{} does not take {text:?}: {error}", self.name));
        self
    }

    /// What it has told on standard error so far.
    #[must_use]
    pub fn stderr(&self) -> String {
        self.err.text()
    }

    /// Ends its input.
    pub fn say_no_more(&mut self) -> &mut Self {
        self.input = None;
        self
    }

    /// Waits until it has printed this line, among others.
    #[track_caller]
    pub fn expect(&mut self, line: &str) -> &mut Self {
        let complete = |text: &str| {
            text.split_inclusive('\n').any(|printed| printed.ends_with('\n') && printed.trim_end() == line)
        };
        let found = self.out.wait_for(DEADLINE, |text| complete(text).then_some(()));
        let Self { name, out, err, .. } = self;
        assert!(found.is_some(), "{name} never printed {line:?}, only:\n{}{}", out.text(), err.text());
        self
    }
}

fn required() -> bool {
    env::var_os("EXTERNAL_CLIENTS").is_some_and(|value| value == "required")
}
