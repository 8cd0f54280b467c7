//! A station: an address at which a server lives, and lives again.

use crate::{evidence::Trouble, listening::Told, patience::TICK, soak::Soak};
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

/// Where clients go, and whether somebody is there.
pub(crate) struct Station {
    pub(crate) address: SocketAddr,
    /// What its servers have told.
    pub(crate) told: Arc<Told>,
    /// Even while a server lives; odd from the moment before it is told to stop until the next one listens.
    life: AtomicU64,
}

/// A connection that stands.
pub(crate) struct Connected {
    pub(crate) stream: TcpStream,
    pub(crate) life: Life,
    /// A moment before the server can have begun to wait for a line; we may learn of the connection much later.
    pub(crate) since: Instant,
}

/// One of the lives of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Life(u64);

impl Life {
    fn is_lived(self) -> bool {
        self.0.is_multiple_of(2)
    }
}

impl Station {
    pub(crate) fn new(port: u16) -> Self {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        Self { address, told: Arc::default(), life: AtomicU64::new(0) }
    }

    /// Must be called before the server is told to stop: whoever finds this not done yet, after a write, has written
    /// before the signal.
    pub(crate) fn closes(&self) {
        self.life.fetch_add(1, Ordering::SeqCst);
    }

    /// The next server listens.
    pub(crate) fn opens(&self) {
        self.life.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether the server of that time has been told to stop.
    pub(crate) fn has_closed(&self, life: Life) -> bool {
        self.life.load(Ordering::SeqCst) != life.0
    }

    /// What the servers have told of the client at this end of a connection.
    pub(crate) fn told_of(&self, stream: &TcpStream) -> String {
        stream.local_addr().map_or_else(|_| self.told.last(), |address| self.told.about(address))
    }

    /// Connects to the server that lives, or the next: whether that comes in time is not for clients to judge.
    pub(crate) fn connect(&self, soak: &Soak) -> Result<Connected, Trouble> {
        let start = Instant::now();
        loop {
            soak.go_on()?;
            let life = Life(self.life.load(Ordering::SeqCst));
            let since = Instant::now();
            if life.is_lived() {
                match TcpStream::connect_timeout(&self.address, soak.patience) {
                    Ok(stream) => return Ok(Connected { stream, life, since }),
                    Err(error) if self.has_closed(life) || is_ours(&error, start, soak) => {}
                    Err(error) => {
                        return Err(Trouble::wrong(format_args!("could not connect: {}", reason(&error))));
                    }
                }
            }
            thread::sleep(TICK / 10);
        }
    }
}

/// For the settings of a connection: macOS refuses them where it has ended already. Nothing blocks there, so that is no
/// failure.
pub(crate) fn unless_ended(_set: io::Result<()>) {}

/// Whether it may be this machine that has no port left for us, as so many of our connections have only just ended.
fn is_ours(error: &io::Error, start: Instant, soak: &Soak) -> bool {
    error.kind() == ErrorKind::AddrNotAvailable && start.elapsed() < soak.patience
}
