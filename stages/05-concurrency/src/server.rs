//! The server: a door, a gate, and a crew.

use crate::{
    Model, Settings, Stopper,
    closing::Closing,
    door::{Door, Visit},
    gate::Gate,
    guest::Guest,
    model::Crew,
    pool::Pool,
    porch::{LINGER, Porch},
    tasks::Tasks,
    threads::{Host, Threads},
};
use anyhow::Context as _;
use calculator_server::Reply;
use socket_basics::tell;
use std::{
    io,
    net::{SocketAddr, TcpListener, TcpStream},
    sync::Arc,
    thread,
    time::Duration,
};

/// What makes the reply to a request line: [`calculator_server::answer`], or what a test puts in its place.
pub type Answer = fn(&[u8]) -> Reply;

/// How long clients may take to leave when the server stops. With the half second that last connections linger, it
/// stays below the five within which whoever stops a server may expect it to be gone.
pub const GRACE: Duration = Duration::from_secs(4);

/// A server of many clients at once.
pub struct Server {
    door: Door,
    gate: Arc<Gate>,
    porch: Arc<Porch>,
    crew: Box<dyn Crew>,
}

impl Server {
    /// A server that takes clients in from a bound listener, and answers each of their lines with `answer`.
    ///
    /// # Errors
    ///
    /// When the system has no threads for the pool, or nothing that waits for clients and signals.
    pub fn new(listener: TcpListener, settings: &Settings, answer: Answer) -> anyhow::Result<Self> {
        let porch = Arc::new(Porch::default());
        Ok(Self {
            door: Door::new(listener).context("could not make the listener wait")?,
            gate: Gate::new(settings.max_clients),
            crew: crew(settings, answer, Arc::clone(&porch)).context("could not start the threads")?,
            porch,
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
    /// Serves until stopped, then ends cleanly: takes nobody in any more, answers the lines that are already here,
    /// and closes every connection; whoever has not left by then is left behind after [`GRACE`].
    pub fn run(mut self) {
        loop {
            match self.door.wait(self.porch.sweep()) {
                Visit::Client(stream, address) => self.welcome(stream, address),
                Visit::Nobody => {}
                Visit::Stop => break,
            }
        }
        for (stream, address) in self.door.clear_line() {
            self.welcome(stream, address);
        }
        drop(self.door);
        self.crew.dismiss();
        self.gate.wait_until_empty(GRACE);
        if self.porch.sweep().is_some() {
            thread::sleep(LINGER);
        }
    }
    // ANCHOR_END: run

    fn welcome(&self, stream: TcpStream, address: SocketAddr) {
        match self.gate.enter() {
            Some(permit) => {
                tell(format_args!("{address} came"));
                // Replies are written together as far as they are ready; Nagle's delay (RFC 896) would only add to it.
                let _ = stream.set_nodelay(true);
                self.crew.serve(Guest { stream, address, permit });
            }
            None => self.porch.turn_away(Arc::new(stream), address, "the server is full"),
        }
    }
}

fn crew(settings: &Settings, answer: Answer, porch: Arc<Porch>) -> io::Result<Box<dyn Crew>> {
    let patience = settings.idle_timeout;
    let host = Host { answer, patience, closing: Arc::new(Closing::default()), porch };
    Ok(match settings.model {
        Model::Threads => Box::new(Threads(host)),
        Model::Pool => Box::new(Pool::new(host, settings.workers, settings.max_clients)?),
        Model::Async => Box::new(Tasks::new(answer, patience, host.porch)?),
    })
}
