//! The three ways to serve many clients at once, as one choice.

mod buffers;
mod pool;
mod queue;
mod session;
mod tasks;
mod threads;

use crate::connection::Connection;
pub(crate) use {
    pool::Pool,
    tasks::Tasks,
    threads::{BlockingHandler, Threads},
};

// ANCHOR: model
/// A model of concurrency.
///
/// The default is `async`: a silent client costs it a fraction of the memory that a thread needs, and no processor time
/// at all, and with a thousand busy clients it answered about twice as many requests a second. The figures are in the
/// book's section on measuring, and `cargo measure` makes new ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Model {
    /// A thread for each connection
    Threads,
    /// A fixed number of threads, and a queue of connections that wait for one
    Pool,
    /// A task for each connection, on a few threads that run whatever is ready
    #[default]
    Async,
}

/// What serves the connections that the server has accepted.
pub(crate) trait ConnectionHandler: Send {
    /// Serves a connection until it ends, without keeping the caller waiting.
    fn handle(&self, connection: Connection);

    /// Makes every connection end, also one that is still to come, as soon as the requests that have arrived are answered.
    fn begin_shutdown(&self);
}
// ANCHOR_END: model
