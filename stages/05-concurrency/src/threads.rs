//! A thread for each client.

use crate::{
    closing::Closing,
    guest::{Guest, tell_end},
    model::Crew,
    patience::Patient,
    porch::Porch,
    server::Answer,
};
use calculator_server::converse;
use socket_basics::reason;
use std::{io, net::TcpStream, sync::Arc, thread, time::Duration};

/// The stack of a client's thread: the conversation needs a few kilobytes, and nothing in it recurses. The system
/// gives real memory only for what is used of it, so the rest is for the unforeseen.
const STACK: usize = 128 * 1024;

/// Talks with clients on the thread that calls it: a thread of the client's own, or one of the pool's.
#[derive(Clone)]
pub(crate) struct Host {
    pub(crate) answer: Answer,
    pub(crate) patience: Duration,
    pub(crate) closing: Arc<Closing>,
    pub(crate) porch: Arc<Porch>,
}

impl Host {
    /// Talks with a guest until one of the two ends it.
    pub(crate) fn with(&self, guest: &Guest<Arc<TcpStream>>) {
        let outcome = Patient::new(&guest.stream, &self.closing, self.patience)
            .and_then(|connection| converse(connection, self.answer));
        tell_end(guest.address, &outcome);
        if self.closing.has_begun() {
            self.porch.see_off(Arc::clone(&guest.stream));
        }
    }
}

/// The model `threads`.
pub(crate) struct Threads(pub(crate) Host);

impl Crew for Threads {
    // ANCHOR: serve
    fn serve(&self, guest: Guest<TcpStream>) {
        let guest = guest.map(Arc::new);
        let (stream, address) = (Arc::clone(&guest.stream), guest.address);
        let host = self.0.clone();
        if let Err(error) = spawn(move || host.with(&guest)) {
            self.0.porch.turn_away(stream, address, &reason(&error));
        }
    }
    // ANCHOR_END: serve

    fn dismiss(&self) {
        self.0.closing.begin();
    }
}

// ANCHOR: spawn
/// Starts a thread; unlike [`thread::spawn`] it does not panic when the system has none to give.
pub(crate) fn spawn(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    // The system says "would block", meaning that one might be free later.
    thread::Builder::new().stack_size(STACK).spawn(work).map(drop).map_err(|_| no_thread())
}
// ANCHOR_END: spawn

/// What it means that there is no thread.
pub(crate) fn no_thread() -> io::Error {
    io::Error::other("the system has no thread left")
}
