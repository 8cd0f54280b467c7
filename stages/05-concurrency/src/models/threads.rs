//! The model `threads`: a thread for each connection.

use crate::{
    connection::Connection, lingering_close::LingeringClose, models::ConnectionHandler,
    server::HandleRequest, shutdown::Shutdown, timed_stream::TimedStream,
};
use calculator_server::serve_connection;
use socket_basics::reason;
use std::{
    io,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

/// The stack of a thread that serves a connection: serving needs a few kilobytes, and nothing in it recurses. The kernel
/// gives real memory only for what is used of it, so the rest is a reserve.
const STACK_SIZE: usize = 128 * 1024;

/// Serves connections on the thread that calls it: the connection's own thread, or a worker of the pool.
#[derive(Clone)]
pub(crate) struct BlockingHandler {
    pub(crate) handle_request: HandleRequest,
    pub(crate) idle_timeout: Duration,
    pub(crate) shutdown: Arc<Shutdown>,
    pub(crate) lingering_close: Arc<LingeringClose>,
}

impl BlockingHandler {
    // ANCHOR: serve
    /// Serves a connection until the client or the shutdown ends it, then closes it.
    pub(crate) fn serve(&self, connection: Connection) {
        let outcome = TimedStream::new(&connection.stream, &self.shutdown, self.idle_timeout)
            .and_then(|stream| serve_connection(stream, self.handle_request));
        self.lingering_close.close_served(connection, outcome);
    }
    // ANCHOR_END: serve
}

/// The model `threads`.
pub(crate) struct Threads(pub(crate) BlockingHandler);

impl ConnectionHandler for Threads {
    // ANCHOR: handle
    fn handle(&self, connection: Connection) {
        let handler = self.0.clone();
        let (hand_over, receive) = mpsc::sync_channel(1);
        let thread = spawn(move || {
            if let Ok(connection) = receive.recv() {
                handler.serve(connection);
            }
        });
        match thread {
            // The thread is there, and waits for just this.
            Ok(()) => drop(hand_over.send(connection)),
            Err(error) => {
                self.0.lingering_close.reject(connection.stream, connection.address, &reason(&error));
            }
        }
    }
    // ANCHOR_END: handle

    fn begin_shutdown(&self) {
        self.0.shutdown.begin();
    }
}

// ANCHOR: spawn
/// Starts a thread; unlike [`thread::spawn`] it does not panic when the system has none to give.
pub(crate) fn spawn(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    // The system calls it "would block": a thread might be free later.
    thread::Builder::new().stack_size(STACK_SIZE).spawn(work).map(drop).map_err(|_| no_thread())
}
// ANCHOR_END: spawn

/// The error for a thread that could not be started.
pub(crate) fn no_thread() -> io::Error {
    io::Error::other("the system has no thread left")
}
