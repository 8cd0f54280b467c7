//! A client that is judged: a program that is started with the address of a server, and then typed to.

use std::{io, net::SocketAddr, time::Duration};
use support::Output;

/// How long a client may wait for a reply. Ours waits for 30 seconds.
const LONGEST_WAIT: Duration = Duration::from_secs(40);

/// A client program. Dropping it ends what it has started.
pub trait ClientProgram {
    /// Starts it with the address of a server.
    ///
    /// # Errors
    ///
    /// When the system does not start it.
    fn start(&mut self, server: SocketAddr) -> io::Result<()>;

    /// Its standard input gets these bytes; nothing happens when it reads no more.
    fn type_bytes(&mut self, bytes: &[u8]);

    /// Its standard input ends.
    fn end_input(&mut self);

    /// What comes from its standard output.
    fn stdout(&self) -> Output;

    /// What comes from its standard error.
    fn stderr(&self) -> Output;

    /// How it has ended, if it has.
    fn exit(&mut self) -> Option<Exit>;

    /// How long it may wait for a reply that does not come. A check that needs to know asks before it starts the program.
    fn longest_wait(&self) -> Duration {
        LONGEST_WAIT
    }
}

/// How a program has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exit {
    /// Whether its exit code was 0.
    pub success: bool,
    /// In words: `exit code 1`.
    pub words: String,
}
