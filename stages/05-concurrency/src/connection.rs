//! A connection that has its permit, and how it ended.

use crate::{connection_limit::Permit, shutdown::is_shutdown};
use socket_basics::{log, reason};
use std::{
    io::{self, ErrorKind},
    net::{SocketAddr, TcpStream},
};

/// An accepted connection, and the permit to serve it.
pub(crate) struct Connection {
    // Declared, and so dropped, before the permit: a permit that has come back means a free descriptor.
    pub(crate) stream: TcpStream,
    pub(crate) address: SocketAddr,
    pub(crate) permit: Permit,
}

/// A connection that has been served, and is about to be closed.
pub(crate) struct Served {
    address: SocketAddr,
    outcome: io::Result<u64>,
    _permit: Permit,
}

impl Served {
    pub(crate) fn new(address: SocketAddr, outcome: io::Result<u64>, permit: Permit) -> Self {
        Self { address, outcome, _permit: permit }
    }

    /// Whether the client ended the connection, by ending its input.
    pub(crate) fn by_client(&self) -> bool {
        self.outcome.is_ok()
    }

    /// The connection is closed: logs how it ended, and gives the permit back. A client that has not taken all its replies
    /// has timed out.
    pub(crate) fn close(self, complete: bool) {
        let timed_out = Err(ErrorKind::TimedOut.into());
        log_end(self.address, if complete || !self.by_client() { &self.outcome } else { &timed_out });
    }
}

/// Logs how a connection ended: by the client, after how many requests; by our shutdown; or why it failed.
pub(crate) fn log_end(address: SocketAddr, outcome: &io::Result<u64>) {
    match outcome {
        Ok(count) => log(format_args!("{address} disconnected; requests: {count}")),
        Err(error) if is_shutdown(error) => log(format_args!("{address} closed: server shutting down")),
        Err(error) => log(format_args!("{address} failed: {}", reason(error))),
    }
}
