//! The calculator of the first page: the server of stage 5 on a free port of this machine, and one connection to it.
//!
//! It is built and started when a page asks for the first time. It is a supervised program, as those of the experiments
//! are, and ends with us.

use super::event_bus::EventBus;
use anyhow::Context as _;
use serde::Serialize;
use std::{
    io::{self, BufRead as _, BufReader, ErrorKind, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use support::{ProcessSupervisor, ServerProcess, cargo::build_supervised};

/// What is started, and where it listens. Port 0 is any free port.
const PACKAGE: &str = "concurrency";
const ADDRESS: [&str; 2] = ["127.0.0.1", "0"];

/// How long it may take to listen, to be connected, and to reply. On a machine that is not busy, milliseconds are enough.
const TIMEOUT: Duration = Duration::from_secs(10);

/// More than any reply of the protocol has.
const LONGEST_REPLY: u64 = 4096;

/// The server, once it runs.
pub(crate) struct Calculator {
    root: PathBuf,
    events: Arc<EventBus>,
    supervisor: ProcessSupervisor,
    running: Mutex<Option<Running>>,
}

struct Running {
    server: ServerProcess,
    connection: Option<BufReader<TcpStream>>,
}

/// A request and its reply, as bytes.
#[derive(Debug, Serialize)]
pub(super) struct Exchange {
    server: SocketAddr,
    client: SocketAddr,
    sent: Vec<u8>,
    received: Vec<u8>,
    /// From the first byte sent to the last one received.
    microseconds: u128,
}

impl Calculator {
    pub(crate) fn new(root: &Path, events: Arc<EventBus>) -> Arc<Self> {
        Arc::new(Self {
            root: root.to_owned(),
            events,
            supervisor: ProcessSupervisor::default(),
            running: Mutex::default(),
        })
    }

    /// Sends one line, and waits for the reply.
    pub(super) fn ask(&self, line: &str) -> anyhow::Result<Exchange> {
        anyhow::ensure!(!line.contains('\n'), "a request is a single line");
        // A build may take minutes, and who asks meanwhile is not to queue up.
        let running = self.running.try_lock();
        let mut running =
            running.ok().context("another page is waiting for the calculator; try again soon")?;
        running.take_if(|calculator| !matches!(calculator.server.exit_status(), Ok(None)));
        let calculator = match &mut *running {
            Some(calculator) => calculator,
            none => none.insert(self.start()?),
        };
        // If it fails, the server is about to end, or hangs: the next request gets a new one.
        calculator.ask(line).inspect_err(|_| *running = None)
    }

    /// Ends the server; none is started from here on.
    pub(crate) fn end(&self) {
        self.supervisor.stop();
    }

    fn start(&self) -> anyhow::Result<Running> {
        let tell = |words: &str| {
            self.events.put("calculator", &serde_json::json!({ "type": "calculator", "words": words }));
        };
        let programs = build_supervised(&self.supervisor, &self.root, ["--package", PACKAGE], tell)?;
        let program = programs.get(PACKAGE).context("cargo has built no calculator")?;
        let mut command = Command::new(program);
        command.args(ADDRESS).stderr(Stdio::null());
        let server = ServerProcess::start_with(&self.supervisor, &mut command, TIMEOUT)?;
        Ok(Running { server, connection: None })
    }
}

impl Running {
    /// Uses the connection that is there, or a new one if the server has closed it: every request may be sent twice.
    fn ask(&mut self, line: &str) -> anyhow::Result<Exchange> {
        if let Some(exchange) = self.connection.as_mut().and_then(|open| exchange(open, line).ok()) {
            return Ok(exchange);
        }
        let stream = TcpStream::connect_timeout(&self.server.address(), TIMEOUT)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        stream.set_write_timeout(Some(TIMEOUT))?;
        let connection = self.connection.insert(BufReader::new(stream));
        exchange(connection, line).context("the calculator has sent no reply")
    }
}

fn exchange(connection: &mut BufReader<TcpStream>, line: &str) -> io::Result<Exchange> {
    let (sent, mut received) = (format!("{line}\n").into_bytes(), Vec::new());
    let start = Instant::now();
    connection.get_mut().write_all(&sent)?;
    connection.by_ref().take(LONGEST_REPLY).read_until(b'\n', &mut received)?;
    if !received.ends_with(b"\n") {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    let microseconds = start.elapsed().as_micros();
    let stream = connection.get_ref();
    let (server, client) = (stream.peer_addr()?, stream.local_addr()?);
    Ok(Exchange { server, client, sent, received, microseconds })
}
