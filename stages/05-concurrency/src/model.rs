//! The three ways to serve many clients at once, as one choice.

use crate::guest::Guest;
use std::net::TcpStream;

/// A model of concurrency.
///
/// The default is `async`: a silent client costs it a tenth of the memory (about 1.4 kB against 14 kB of `threads`, with
/// 9,900 of them on Linux), and no processor time at all. With a thousand busy clients, side by side on two cores, it
/// answered 1.7 to 1.9 times as many requests a second.
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
    fn serve(&self, guest: Guest<TcpStream>);

    /// Has every conversation end as soon as the lines that are already here are answered.
    fn dismiss(&self);
}
