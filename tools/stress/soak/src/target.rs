//! A server that may be restarted: how it is started, where it listens, and its current generation.

use crate::{counters::Counters, log::ServerLog, run::Run};
use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use support::ReservedPort;

/// How long the servers of a target live, one after another.
pub(crate) struct Lifecycle {
    /// For people.
    name: &'static str,
    pub(crate) arguments: [&'static str; 4],
    /// What a shell does before it becomes the server.
    pub(crate) script: &'static str,
}

/// One server runs all the time. It accepts few clients: it is full with 64, and soon after out of descriptors, of which it
/// needs about ten for itself and one for each connection that it rejects. Its pool is smaller still, so that some accepted
/// clients wait for a worker. Of the limit of open files it gets the hard one too, or the server would raise its own.
pub(crate) const STEADY: Lifecycle = Lifecycle {
    name: "steady",
    arguments: ["--max-clients", "64", "--workers", "48"],
    script: r#"ulimit -n 80 && exec "$0" "$@""#,
};

/// The server is restarted again and again. It accepts all clients.
pub(crate) const RESTARTED: Lifecycle = Lifecycle {
    name: "restarted",
    arguments: ["--max-clients", "2000", "--workers", "300"],
    script: r#"exec "$0" "$@""#,
};

/// Where clients connect to.
pub(crate) struct Target {
    pub(crate) run: Arc<Run>,
    /// Distinguishes its clients from those of other targets.
    pub(crate) number: u64,
    pub(crate) model: String,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) address: SocketAddr,
    /// Keeps the port ours while the server is restarted.
    _port: ReservedPort,
    /// What its servers have logged.
    pub(crate) log: Arc<ServerLog>,
    pub(crate) counters: Arc<Counters>,
    /// Even while a server runs; odd from the moment before it is sent SIGTERM until the next one listens.
    generation: AtomicU64,
}

impl Target {
    pub(crate) fn new(
        run: &Arc<Run>,
        number: u64,
        model: &str,
        lifecycle: Lifecycle,
        counters: &Arc<Counters>,
    ) -> io::Result<Self> {
        let port = ReservedPort::new()?;
        Ok(Self {
            run: Arc::clone(run),
            number,
            model: model.to_owned(),
            lifecycle,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, port.port())),
            _port: port,
            log: Arc::default(),
            counters: Arc::clone(counters),
            generation: AtomicU64::new(0),
        })
    }

    /// Records what its server has done against the requirements.
    pub(crate) fn violated(&self, what: &str) {
        self.run.violated(&format!("{}, {}", self.model, self.lifecycle.name), what);
    }

    /// Which of the servers that run here one after another it is now; nothing while none does.
    pub(crate) fn generation(&self) -> Option<u64> {
        Some(self.generation.load(Ordering::SeqCst)).filter(|generation| generation.is_multiple_of(2))
    }

    /// The server starts or ends. The end is noted before SIGTERM is sent: a client that finds no change after a write has
    /// written before the signal.
    pub(crate) fn change_generation(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether the server of that generation shuts down, or has done so.
    pub(crate) fn has_ended(&self, generation: u64) -> bool {
        self.generation.load(Ordering::SeqCst) != generation
    }

    /// What the servers have logged of the client of this connection.
    pub(crate) fn log_about(&self, stream: &TcpStream) -> String {
        stream.local_addr().map_or_else(|_| self.log.last(), |address| self.log.about(address))
    }
}
