//! The three ways to serve many clients at once, as one choice.

use crate::guest::Guest;

/// A model of concurrency.
///
/// The default is `async`: a silent client costs it a fraction of the memory that a thread needs, and no processor time
/// at all, and with a thousand busy clients it answered about twice as many requests a second. The figures are in the
/// book's section on measuring, and `cargo measure` makes new ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Model {
    /// A thread for each client
    Threads,
    /// A fixed crew of threads, and a queue of those who wait for one
    Pool,
    /// A task for each client, on a few threads that do whatever is ready
    #[default]
    Async,
}

/// Those who talk with the clients.
pub(crate) trait Crew: Send {
    /// Talks with a guest until it leaves, without keeping the caller waiting.
    fn serve(&self, guest: Guest);

    /// Has every conversation end, also one that is still to come, as soon as the lines that are already here are
    /// answered.
    fn dismiss(&self);
}
