//! The four ways to serve many clients at once, as one choice.

mod event_loop;
mod nonblocking;
mod pool;
mod queue;
mod read_once;
mod send;
mod service;
mod session;
mod tasks;
#[cfg(test)]
mod testing;
mod threads;

use crate::connection::Connection;
pub(crate) use {event_loop::EventLoopThread, pool::Pool, service::Service, tasks::Tasks, threads::Threads};

// ANCHOR: model
/// A model of concurrency.
///
/// The default is `async`: a silent client costs it a fraction of the memory that a thread needs, and no
/// processor time at all, and it can use every processor. The event loop sends somewhat more replies for each
/// second of processor time, but it is one thread. The figures are in the book, in "Measurement results", and
/// `cargo measure` makes new ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Model {
    /// A thread for each connection
    Threads,
    /// A fixed number of threads, and a queue of connections that wait for one
    Pool,
    /// One thread, and an event loop: it serves whichever connection is ready
    Events,
    /// A task for each connection, on a few threads that run whatever is ready
    #[default]
    Async,
}

/// What serves the connections that the server has accepted.
///
/// When the shutdown begins, it ends every connection as soon as the requests that have arrived have their
/// replies.
pub(crate) trait ConnectionHandler: Send {
    /// Serves a connection until it ends, without keeping the caller waiting.
    fn handle(&self, connection: Connection);

    /// Called once the shutdown has begun, to wake a handler whose wait does not notice it.
    fn drain(&self) {}
}
// ANCHOR_END: model
