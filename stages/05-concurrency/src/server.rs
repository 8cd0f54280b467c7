//! The server: a door, a gate, and a crew.

use crate::{
    Model, Settings, Stopper,
    closing::Closing,
    door::{Door, Visit},
    gate::Gate,
    guest::Guest,
    lingering_close::LingeringClose,
    model::Crew,
    pool::Pool,
    tasks::Tasks,
    threads::{Host, Threads},
};
use anyhow::Context as _;
use calculator_server::Reply;
use socket_basics::{BACKLOG, log};
use socket2::SockRef;
use std::{
    io,
    net::{SocketAddr, TcpListener, TcpStream},
    sync::Arc,
    time::{Duration, Instant},
};

/// What makes the reply to a request line: [`calculator_server::handle_request`], or what a test puts in its place.
pub type Answer = fn(&[u8]) -> Reply;

/// How long clients may take to leave when the server stops. It stays below the five seconds within which whoever stops a
/// server may expect it to be gone.
pub const GRACE: Duration = Duration::from_secs(4);

/// How long the server waits for descriptors, if there are none, for those whom it has not accepted yet when it stops.
/// The last of them still has time to be answered, and to leave.
const LAST_ACCEPT: Duration = Duration::from_secs(2);

/// How many bytes of replies the system keeps for a client that does not take them (Linux doubles it for its own needs).
///
/// It would let this grow to megabytes (tcp(7), `tcp_wmem`), and a few hundred clients who never read would use up the
/// memory it has for all connections. This holds the replies to one read, the longest of them.
const SEND_BUFFER: usize = 64 * 1024;

/// A server of many clients at once.
pub struct Server {
    door: Door,
    gate: Arc<Gate>,
    lingering_close: Arc<LingeringClose>,
    crew: Box<dyn Crew>,
}

impl Server {
    /// A server that takes clients in from a bound listener, and answers each of their lines with `answer`.
    ///
    /// # Errors
    ///
    /// When the system has no threads for the pool, or nothing that waits for clients and signals.
    pub fn new(listener: TcpListener, settings: &Settings, answer: Answer) -> anyhow::Result<Self> {
        let lingering_close =
            LingeringClose::start(settings.idle_timeout).context("could not start the threads")?;
        // Connections inherit it from the listener.
        SockRef::from(&listener)
            .set_send_buffer_size(SEND_BUFFER)
            .context("could not bound what the system keeps for a client")?;
        Ok(Self {
            door: Door::new(listener).context("could not make the listener wait")?,
            gate: Gate::new(settings.max_clients),
            crew: crew(settings, answer, Arc::clone(&lingering_close))
                .context("could not start the threads")?,
            lingering_close,
        })
    }

    /// Where it listens.
    ///
    /// # Errors
    ///
    /// What the system says when it does not know.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.door.address()
    }

    /// What stops it.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        self.door.stopper().clone()
    }

    // ANCHOR: run
    /// Serves until stopped, then ends cleanly: takes in those whom the system has already connected, answers the lines
    /// that are already here, and closes every connection; whoever has not left by then is left behind after [`GRACE`].
    ///
    /// Where there are no descriptors for those in the accept queue, they are accepted for two seconds as others leave;
    /// the connections of those who still wait then are reset.
    pub fn run(mut self) {
        loop {
            match self.door.wait() {
                Visit::Client(stream, address) => self.welcome(stream, address),
                Visit::Nobody => {}
                Visit::Stop => break,
            }
        }
        let stopped = Instant::now();
        self.crew.dismiss();
        // Others may connect meanwhile, so not more than the system's line is long.
        for _ in 0..BACKLOG {
            let Some((stream, address)) = self.door.next_in_line(stopped + LAST_ACCEPT) else { break };
            self.welcome(stream, address);
        }
        drop(self.door);
        self.gate.wait_until_empty(GRACE.saturating_sub(stopped.elapsed()));
        self.lingering_close.wait_until_empty(GRACE.saturating_sub(stopped.elapsed()));
        self.lingering_close.close_all();
    }
    // ANCHOR_END: run

    fn welcome(&self, stream: TcpStream, address: SocketAddr) {
        match self.gate.enter() {
            Some(permit) => {
                log(format_args!("{address} connected"));
                // Replies are written together as far as they are ready; Nagle's delay (RFC 896) would only add to it.
                let _ = stream.set_nodelay(true);
                self.crew.serve(Guest { stream, address, permit });
            }
            None => self.lingering_close.reject(stream, address, "the server is full"),
        }
    }
}

fn crew(
    settings: &Settings,
    answer: Answer,
    lingering_close: Arc<LingeringClose>,
) -> io::Result<Box<dyn Crew>> {
    let patience = settings.idle_timeout;
    let host = Host { answer, patience, closing: Arc::new(Closing::default()), lingering_close };
    Ok(match settings.model {
        Model::Threads => Box::new(Threads(host)),
        Model::Pool => Box::new(Pool::new(host, settings.workers, settings.max_clients)?),
        Model::Async => Box::new(Tasks::new(answer, patience, host.lingering_close)?),
    })
}
