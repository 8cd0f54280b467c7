//! Conversations through clients that we did not write; each is skipped where it is not installed.

use crate::{DEADLINE, Program, external_programs_are_required, skip};
use std::{
    io::{ErrorKind, Write as _},
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
    pub fn start(program: &str, arguments: &[&str]) -> Option<Self> {
        let mut command = Command::new(program);
        command.args(arguments);
        Self::start_command(command)
    }

    /// Starts a program with a command that is already prepared.
    #[track_caller]
    pub fn start_command(mut command: Command) -> Option<Self> {
        support::default_in_children(support::Signal::Interrupt).expect("a signal can be handled");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let program = command.get_program().to_string_lossy().into_owned();
        let mut child = match command.spawn() {
            Ok(child) => KillOnDrop(child),
            // Denied: a folder of PATH that may not be read could have it, and no other has.
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied)
                    && !external_programs_are_required() =>
            {
                skip(&format!("{program} is not installed"));
                return None;
            }
            Err(error) => panic!("{program} does not start: {error}"),
        };
        let out = Output::of(child.0.stdout.take().expect("stdout is piped"));
        let err = Output::of(child.0.stderr.take().expect("stderr is piped"));
        Some(Self { name: program, input: child.0.stdin.take(), _child: child, out, err })
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

/// netcat types lines and waits for each reply.
#[track_caller]
pub fn netcat_is_answered(server: &Program) {
    converse(server, "nc");
}

/// telnet ends its lines with CRLF.
#[track_caller]
pub fn telnet_is_answered(server: &Program) {
    converse(server, "telnet");
}

/// socat ends its sending half when its input ends, and still prints what comes.
#[track_caller]
pub fn socat_is_answered(server: &Program) {
    let address = format!("TCP:{}", server.address());
    if let Some(mut socat) = ExternalClient::start("socat", &["-t", "10", "-", &address]) {
        socat.say("1+1\n2+2").say_no_more().expect("2").expect("4");
    }
}

/// A Python socket does the same, the way Python's own examples do.
#[track_caller]
pub fn a_python_socket_is_answered(server: &Program) {
    const SCRIPT: &str = "
import socket, sys
with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=10) as server:
    server.sendall(b'2+3*4\\n1/0\\n2*(3')
    server.shutdown(socket.SHUT_WR)
    while data := server.recv(1024):
        sys.stdout.buffer.write(data)
";
    let [host, port] = &words(server);
    if let Some(mut python) = ExternalClient::start("python3", &["-c", SCRIPT, host, port]) {
        python.expect("14").expect("error: division by zero").expect("error: unmatched '(' at column 3");
    }
}

fn words(server: &Program) -> [String; 2] {
    [server.address().ip().to_string(), server.address().port().to_string()]
}

#[track_caller]
fn converse(server: &Program, program: &str) {
    let [host, port] = &words(server);
    let Some(mut client) = ExternalClient::start(program, &[host, port]) else { return };
    client.say("2+3*4\n").expect("14");
    client.say("1/0\n").expect("error: division by zero");
    client.say("2*(3\n").expect("error: unmatched '(' at column 3");
    client.say("\n").expect("error: the expression is empty");
    client.say("0.1+0.2\n2^10\n").expect("0.30000000000000004").expect("1024");
}
