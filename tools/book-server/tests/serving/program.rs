//! `cargo book` while it serves, and what it says.

use crate::support::command;
use std::{
    io::{BufRead as _, BufReader, Read, Write as _},
    iter,
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, mpsc},
    thread,
};
use testkit::{DEADLINE, eventually};

/// `cargo book` while it serves; dropping it ends it.
pub(crate) struct Serving {
    child: Child,
    said: Arc<Mutex<String>>,
    pub(crate) address: SocketAddr,
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
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let said = Arc::default();
        gather(child.stdout.take().unwrap(), &said);
        gather(child.stderr.take().unwrap(), &said);
        let mut serving =
            Self { child, said, address: SocketAddr::from(([0, 0, 0, 0], 0)), token: String::new() };
        serving.wait_until_said("the book is at");
        let said = serving.said();
        let (_, rest) = said.split_once("http://").unwrap();
        serving.address = rest.split('/').next().unwrap().parse().unwrap();
        let page = serving.get("/");
        let (_, rest) = page.split_once("data-token=\"").unwrap();
        rest.split('"').next().unwrap().clone_into(&mut serving.token);
        serving
    }

    /// What it has said on both of its outputs.
    pub(crate) fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    #[track_caller]
    pub(crate) fn wait_until_said(&self, words: &str) {
        eventually(&format!("it says `{words}`"), || self.said().contains(words));
    }

    /// The answer to a GET, with its head.
    pub(crate) fn get(&self, path: &str) -> String {
        self.answer(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\n", self.address), "")
    }

    /// The answer to any request.
    pub(crate) fn answer(&self, head: &str, body: &str) -> String {
        let mut answer = String::new();
        self.ask(head, body).read_to_string(&mut answer).unwrap();
        answer
    }

    /// The events that pages hear of; the end when none comes in time, for those that keep the stream alive always do.
    pub(crate) fn live(&self) -> impl Iterator<Item = String> + use<> {
        let (address, token) = (self.address, &self.token);
        let head = format!("GET /~live HTTP/1.1\r\nHost: {address}\r\nX-Book-Token: {token}\r\n");
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
    pub(crate) fn signal(mut self, signal: &str) -> Option<i32> {
        assert!(self.kill(signal));
        let mut status = None;
        eventually("it ends", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap().code()
    }
}

impl Serving {
    #[cfg(unix)]
    fn kill(&self, signal: &str) -> bool {
        let kill = format!("kill -s {signal} {}", self.child.id());
        Command::new("sh").args(["-c", &kill]).status().is_ok_and(|status| status.success())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // What it has started is to end with it.
        #[cfg(unix)]
        if matches!(self.child.try_wait(), Ok(None)) && self.kill("TERM") {
            let start = std::time::Instant::now();
            while start.elapsed() < DEADLINE && matches!(self.child.try_wait(), Ok(None)) {
                thread::yield_now();
            }
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn gather(mut output: impl Read + Send + 'static, said: &Arc<Mutex<String>>) {
    let said = Arc::clone(said);
    thread::spawn(move || {
        let mut buffer = [0; 1024];
        while let Ok(count @ 1..) = output.read(&mut buffer) {
            said.lock().unwrap().push_str(&String::from_utf8_lossy(&buffer[..count]));
        }
    });
}
