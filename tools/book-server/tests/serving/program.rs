//! `cargo book` while it serves, and what it says.

use crate::support::command;
use serde_json::Value;
use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    iter,
    net::{SocketAddr, TcpStream},
    path::Path,
    process::Command,
    sync::mpsc,
    thread,
};
use support::{KillOnDrop, Output, poll_until};
use testkit::{DEADLINE, Signal};

/// `cargo book` while it serves; dropping it ends it.
pub(crate) struct Serving {
    child: KillOnDrop,
    /// What it has said on both of its outputs.
    said: Output,
    pub(crate) address: SocketAddr,
    /// The first part of each path: `/5ec…`.
    pub(crate) secret: String,
    /// What its pages know.
    pub(crate) token: String,
}

impl Serving {
    pub(crate) fn start(root: &Path, port: u16) -> Self {
        let port = port.to_string();
        Self::by(command(root, &["--no-open", "--port", &port]))
    }

    /// The same with a command that somebody else has made.
    pub(crate) fn by(mut command: Command) -> Self {
        let (reader, writer) = io::pipe().unwrap();
        command.stdout(writer.try_clone().unwrap()).stderr(writer);
        let child = KillOnDrop(command.spawn().unwrap());
        let address = SocketAddr::from(([0, 0, 0, 0], 0));
        let mut serving =
            Self { child, said: Output::of(reader), address, secret: String::new(), token: String::new() };
        serving.wait_until_said("and follows your changes");
        let said = serving.said();
        serving.address = between(&said, "http://", "/").parse().unwrap();
        serving.secret = format!("/{}", between(&said, &format!("{}/", serving.address), "/"));
        between(&serving.get("/"), "data-token=\"", "\"").clone_into(&mut serving.token);
        serving
    }

    pub(crate) fn said(&self) -> String {
        self.said.text()
    }

    #[track_caller]
    pub(crate) fn wait_until_said(&self, words: &str) {
        let is_said = self.said.wait_for(DEADLINE, |said| said.contains(words).then_some(()));
        assert!(is_said.is_some(), "it never said `{words}`, only:\n{}", self.said());
    }

    /// The answer to a GET, with its head.
    pub(crate) fn get(&self, path: &str) -> String {
        let secret = &self.secret;
        self.answer(&format!("GET {secret}{path} HTTP/1.1\r\nHost: {}\r\n", self.address), "")
    }

    /// The answer to any request.
    pub(crate) fn answer(&self, head: &str, body: &str) -> String {
        let mut answer = String::new();
        self.ask(head, body).read_to_string(&mut answer).unwrap();
        answer
    }

    /// The answer to an action of a page: `("exercises", "ex2_5_half_close", "check")`.
    pub(crate) fn act(&self, kind: &str, name: &str, action: &str) -> String {
        self.call(kind, &format!(r#"{{"name":"{name}","action":"{action}"}}"#))
    }

    /// The answer to what a page calls with this JSON.
    pub(crate) fn call(&self, kind: &str, body: &str) -> String {
        let (address, secret, token) = (self.address, &self.secret, &self.token);
        let head = format!(
            "POST {secret}/~live/{kind} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
             X-Book-Token: {token}\r\nContent-Type: application/json\r\n"
        );
        self.answer(&head, body)
    }

    /// The events of a type, from what stands now on.
    pub(crate) fn events(&self, kind: &'static str) -> impl Iterator<Item = Value> + use<> {
        let events = self.live().map(|event| serde_json::from_str::<Value>(&event).unwrap());
        events.filter(move |event| event["type"] == kind)
    }

    /// The events that pages hear of; the end when none comes in time, for those that keep the stream alive always do.
    pub(crate) fn live(&self) -> impl Iterator<Item = String> + use<> {
        let (address, secret, token) = (self.address, &self.secret, &self.token);
        let head =
            format!("GET {secret}/~live/events HTTP/1.1\r\nHost: {address}\r\nX-Book-Token: {token}\r\n");
        let lines = BufReader::new(self.ask(&head, "")).lines().map_while(Result::ok);
        let mut events = lines.filter_map(|line| Some(line.strip_prefix("data: ")?.to_owned()));
        let (told, received) = mpsc::channel();
        thread::spawn(move || events.try_for_each(|event| told.send(event)));
        iter::from_fn(move || received.recv_timeout(DEADLINE).ok())
    }

    fn ask(&self, head: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        let length = body.len();
        write!(stream, "{head}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}").unwrap();
        stream
    }

    /// Sends it a signal, and waits until it ends; the exit code.
    #[cfg(unix)]
    #[allow(dead_code, reason = "the tests of experiments send none on other systems than Linux")]
    pub(crate) fn signal(mut self, signal: Signal) -> Option<i32> {
        signal.send(self.child.0.id()).unwrap();
        assert!(self.ends(), "it does not end");
        self.child.0.wait().unwrap().code()
    }

    fn ends(&mut self) -> bool {
        poll_until(DEADLINE, || !matches!(self.child.0.try_wait(), Ok(None)))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // What it has started is to end with it. Where there are no signals, it is only killed.
        if matches!(self.child.0.try_wait(), Ok(None)) && Signal::Terminate.send(self.child.0.id()).is_ok() {
            self.ends();
        }
    }
}

/// What stands between two marks.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap();
    rest.split(end).next().unwrap()
}
