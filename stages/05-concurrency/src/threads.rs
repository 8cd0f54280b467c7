//! A thread for each client.

use crate::{
    guest::{Guest, tell_end},
    model::Crew,
    patience::Patient,
    porch::Porch,
    roster::{Entry, Roster},
    server::Answer,
};
use calculator_server::converse;
use socket_basics::reason;
use std::{io, net::TcpStream, sync::Arc, thread, time::Duration};

/// The stack of a client's thread: the conversation needs a few kilobytes, and nothing in it recurses. The system
/// gives real memory only for what is used of it, so the rest is for the unforeseen.
pub(crate) const STACK: usize = 128 * 1024;

/// Talks with clients on the thread that calls it: a thread of the client's own, or one of the pool's.
#[derive(Clone)]
pub(crate) struct Host {
    pub(crate) answer: Answer,
    pub(crate) patience: Duration,
    pub(crate) porch: Arc<Porch>,
    pub(crate) roster: Arc<Roster>,
}

impl Host {
    /// Talks with a guest until one of the two ends it.
    pub(crate) fn with(&self, guest: &Guest<Entry>) {
        let outcome = self.converse(&guest.stream.stream);
        tell_end(guest.address, &outcome);
        if self.roster.is_closing() {
            self.porch.see_off(Arc::clone(&guest.stream.stream));
        }
    }

    fn converse(&self, stream: &TcpStream) -> io::Result<u64> {
        converse(Patient::new(stream, &self.roster, self.patience)?, self.answer)
    }
}

/// The model `threads`.
pub(crate) struct Threads(pub(crate) Host);

impl Crew for Threads {
    fn serve(&self, guest: Guest<TcpStream>) {
        let guest = guest.map(|stream| self.0.roster.enter(stream));
        let (stream, address) = (Arc::clone(&guest.stream.stream), guest.address);
        let host = self.0.clone();
        // Unlike thread::spawn, the builder returns an error when the system has no thread to give.
        let spawned = thread::Builder::new().stack_size(STACK).spawn(move || host.with(&guest));
        if let Err(error) = spawned {
            self.0.porch.turn_away(stream, address, &reason(&error));
        }
    }

    fn dismiss(&self) {
        self.0.roster.end_all_input();
    }
}
