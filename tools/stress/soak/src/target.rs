//! The address of a server that may be restarted, and its current generation.

use crate::{
    log::ServerLog,
    state::{ClientError, POLL_INTERVAL, Run},
};
use socket_basics::reason;
use std::{
    io::{self, ErrorKind},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};

/// Where clients connect to.
pub(crate) struct Target {
    pub(crate) address: SocketAddr,
    /// What its servers have logged.
    pub(crate) log: Arc<ServerLog>,
    /// Even while a server runs; odd from the moment before it is sent SIGTERM until the next one listens.
    generation: AtomicU64,
}

/// A connection that is established.
pub(crate) struct Connected {
    pub(crate) stream: TcpStream,
    pub(crate) generation: Generation,
    /// A moment before the server can have begun to wait for a line; we may learn of the connection much later.
    pub(crate) since: Instant,
}

/// Which of the servers that have run here, one after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Generation(u64);

impl Generation {
    fn is_running(self) -> bool {
        self.0.is_multiple_of(2)
    }
}

impl Target {
    pub(crate) fn new(port: u16) -> Self {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        Self { address, log: Arc::default(), generation: AtomicU64::new(0) }
    }

    /// The server starts or ends. The end is noted before SIGTERM is sent: a client that finds no change after a write has
    /// written before the signal.
    pub(crate) fn change_generation(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether the server of that generation shuts down, or has done so.
    pub(crate) fn has_ended(&self, generation: Generation) -> bool {
        self.generation.load(Ordering::SeqCst) != generation.0
    }

    /// What the servers have logged of the client of this connection.
    pub(crate) fn log_about(&self, stream: &TcpStream) -> String {
        stream.local_addr().map_or_else(|_| self.log.last(), |address| self.log.about(address))
    }

    /// Connects to the server that runs, or to the next one: whether that starts in time is checked elsewhere.
    pub(crate) fn connect(&self, run: &Run) -> Result<Connected, ClientError> {
        let start = Instant::now();
        loop {
            run.ensure_running()?;
            let generation = Generation(self.generation.load(Ordering::SeqCst));
            let since = Instant::now();
            if generation.is_running() {
                match TcpStream::connect_timeout(&self.address, run.timeout) {
                    Ok(stream) => return Ok(Connected { stream, generation, since }),
                    Err(error) if self.has_ended(generation) || is_out_of_ports(&error, start, run) => {}
                    Err(error) => {
                        return Err(ClientError::violation(format_args!(
                            "could not connect: {}",
                            reason(&error)
                        )));
                    }
                }
            }
            thread::sleep(POLL_INTERVAL / 10);
        }
    }
}

/// For the settings of a connection: macOS refuses them where it has ended already. Nothing blocks there, so that is no
/// failure.
pub(crate) fn unless_ended(_set: io::Result<()>) {}

/// Whether it may be this machine that has no port left for us, as so many of our connections have only just ended.
fn is_out_of_ports(error: &io::Error, start: Instant, run: &Run) -> bool {
    error.kind() == ErrorKind::AddrNotAvailable && start.elapsed() < run.timeout
}
