//! The model `threads`: a thread for each connection.

use crate::{
    connection::Connection,
    models::{ConnectionHandler, Service},
};
use socket_basics::reason;
use std::{io, sync::mpsc, thread};

/// The stack of a thread that serves a connection: serving needs a few kilobytes, and nothing in it recurses. The kernel
/// gives real memory only for what is used of it, so the rest is a reserve.
const STACK_SIZE: usize = 128 * 1024;

/// The model `threads`.
pub(crate) struct Threads {
    service: Service,
}

impl Threads {
    pub(crate) fn new(service: Service) -> Self {
        Self { service }
    }
}

impl ConnectionHandler for Threads {
    // ANCHOR: handle
    fn handle(&self, connection: Connection) {
        let service = self.service.clone();
        let (hand_over, receive) = mpsc::sync_channel(1);
        let thread = spawn(move || {
            if let Ok(connection) = receive.recv() {
                service.serve(connection);
            }
        });
        match thread {
            // The thread is there, and waits for just this.
            Ok(()) => drop(hand_over.send(connection)),
            Err(error) => {
                self.service.lingering_close.reject(connection.stream, connection.address, &reason(&error));
            }
        }
    }
    // ANCHOR_END: handle
}

// ANCHOR: spawn
/// Starts a thread; unlike [`thread::spawn`] it does not panic when the system has none to give.
pub(crate) fn spawn(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    // The system's own error is of the kind `WouldBlock`. Ours says what is missing: a thread.
    thread::Builder::new().stack_size(STACK_SIZE).spawn(work).map(drop).map_err(|_| no_thread())
}
// ANCHOR_END: spawn

/// The error for a thread that could not be started.
pub(crate) fn no_thread() -> io::Error {
    io::Error::other("the system has no thread left")
}
