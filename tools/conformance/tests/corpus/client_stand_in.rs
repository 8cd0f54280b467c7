//! A client in a thread of this process, which a check starts, types to and reads as if it were a program.

use conformance::{ClientProgram, Exit, Running, Target, Unusable};
use std::{
    io::{self, BufReader, PipeReader, PipeWriter, Write as _},
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};
use support::{Output, lock};

/// What runs as the program; whether its exit code is 0.
pub(crate) type Main = Arc<dyn Fn(&mut Surroundings) -> bool + Send + Sync>;

/// How long a check waits for a client that may never give up.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// How long a client waits for a reply, if nobody asks.
const REPLY_TIMEOUT: Duration = Duration::from_secs(30);

/// What a program has around it.
pub(crate) struct Surroundings {
    pub(crate) server: SocketAddr,
    pub(crate) input: BufReader<PipeReader>,
    pub(crate) stdout: Output,
    pub(crate) stderr: Output,
    pub(crate) reply_timeout: Duration,
    /// Whether it is to be killed. A program that runs without an end has to look.
    pub(crate) killed: Arc<AtomicBool>,
}

/// Has a fresh client for each check.
#[derive(Clone)]
pub(crate) struct ClientStandIn(pub(crate) Main);

impl Target for ClientStandIn {
    fn start(&self, _limit: Duration) -> Result<Box<dyn Running>, Unusable> {
        Ok(Box::new(InThread {
            main: Arc::clone(&self.0),
            server: SocketAddr::from(([127, 0, 0, 1], 0)),
            asked: AtomicBool::new(false),
            input: None,
            stdout: Output::default(),
            stderr: Output::default(),
            exit: Arc::default(),
            killed: Arc::default(),
        }))
    }
}

struct InThread {
    main: Main,
    server: SocketAddr,
    /// Whether the check has asked how long the client waits for a reply.
    asked: AtomicBool,
    input: Option<PipeWriter>,
    stdout: Output,
    stderr: Output,
    exit: Arc<Mutex<Option<bool>>>,
    killed: Arc<AtomicBool>,
}

impl Running for InThread {
    fn address(&self) -> SocketAddr {
        self.server
    }

    fn client(&mut self) -> Option<&mut dyn ClientProgram> {
        Some(self)
    }
}

impl ClientProgram for InThread {
    fn start(&mut self, server: SocketAddr) -> io::Result<()> {
        let (input, writer) = io::pipe()?;
        self.input = Some(writer);
        // Only the check that asks waits for it. In all others a busy computer must not look like a silent server.
        let waits_little = self.asked.load(Ordering::Relaxed);
        let mut surroundings = Surroundings {
            server,
            input: BufReader::new(input),
            stdout: self.stdout.clone(),
            stderr: self.stderr.clone(),
            reply_timeout: if waits_little { LONGEST_WAIT / 20 } else { REPLY_TIMEOUT },
            killed: Arc::clone(&self.killed),
        };
        let (main, exit) = (Arc::clone(&self.main), Arc::clone(&self.exit));
        thread::spawn(move || {
            let success = main(&mut surroundings);
            surroundings.stdout.end();
            surroundings.stderr.end();
            // A program closes what it has before its exit code is known.
            drop(surroundings);
            *lock(&exit) = Some(success);
        });
        Ok(())
    }

    fn type_bytes(&mut self, bytes: &[u8]) {
        let _ = self.input.as_mut().map(|input| input.write_all(bytes));
    }

    fn end_input(&mut self) {
        self.input = None;
    }

    fn stdout(&self) -> Output {
        self.stdout.clone()
    }

    fn stderr(&self) -> Output {
        self.stderr.clone()
    }

    fn exit(&mut self) -> Option<Exit> {
        lock(&self.exit).map(|success| Exit { success, words: format!("exit code {}", u8::from(!success)) })
    }

    fn longest_wait(&self) -> Duration {
        self.asked.store(true, Ordering::Relaxed);
        LONGEST_WAIT
    }
}

impl Drop for InThread {
    fn drop(&mut self) {
        self.killed.store(true, Ordering::Relaxed);
    }
}
