//! A thread for each client.

use crate::{
    closing::Closing, guest::Guest, lingering_close::LingeringClose, model::Crew, patience::Patient,
    server::Answer,
};
use calculator_server::serve_connection;
use socket_basics::reason;
use std::{
    io,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

/// The stack of a client's thread: the conversation needs a few kilobytes, and nothing in it recurses. The system
/// gives real memory only for what is used of it, so the rest is for the unforeseen.
const STACK: usize = 128 * 1024;

/// Talks with clients on the thread that calls it: a thread of the client's own, or one of the pool's.
#[derive(Clone)]
pub(crate) struct Host {
    pub(crate) answer: Answer,
    pub(crate) patience: Duration,
    pub(crate) closing: Arc<Closing>,
    pub(crate) lingering_close: Arc<LingeringClose>,
}

impl Host {
    /// Talks with a guest until one of the two ends it.
    pub(crate) fn with(&self, guest: Guest) {
        let outcome = Patient::new(&guest.stream, &self.closing, self.patience)
            .and_then(|connection| serve_connection(connection, self.answer));
        self.lingering_close.close_served(guest, outcome);
    }
}

/// The model `threads`.
pub(crate) struct Threads(pub(crate) Host);

impl Crew for Threads {
    // ANCHOR: serve
    fn serve(&self, guest: Guest) {
        let host = self.0.clone();
        let (hand_over, receive) = mpsc::sync_channel(1);
        let thread = spawn(move || {
            if let Ok(guest) = receive.recv() {
                host.with(guest);
            }
        });
        match thread {
            // The thread is there, and waits for just this.
            Ok(()) => drop(hand_over.send(guest)),
            Err(error) => self.0.lingering_close.reject(guest.stream, guest.address, &reason(&error)),
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
