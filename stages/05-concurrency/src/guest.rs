//! A client that was let in.

use crate::{closing::is_dismissal, gate::Permit};
use socket_basics::{log, reason};
use std::{
    io::{self, ErrorKind},
    net::{SocketAddr, TcpStream},
};

/// A client that was let in.
pub(crate) struct Guest {
    // Declared, and so dropped, before the permit: whoever has given back its permit has freed its descriptor.
    pub(crate) stream: TcpStream,
    pub(crate) address: SocketAddr,
    pub(crate) permit: Permit,
}

/// A client whose conversation is over, and whose connection is about to be closed.
pub(crate) struct Ended {
    address: SocketAddr,
    outcome: io::Result<u64>,
    _permit: Permit,
}

impl Ended {
    pub(crate) fn new(address: SocketAddr, outcome: io::Result<u64>, permit: Permit) -> Self {
        Self { address, outcome, _permit: permit }
    }

    /// Whether it was the client that ended the conversation, in order.
    pub(crate) fn by_client(&self) -> bool {
        self.outcome.is_ok()
    }

    /// The connection is closed: tells how it ended, and gives the permit back. A client that has not taken all its
    /// replies was late.
    pub(crate) fn close(self, complete: bool) {
        let late = Err(ErrorKind::TimedOut.into());
        log_end(self.address, if complete || !self.by_client() { &self.outcome } else { &late });
    }
}

/// Tells how a conversation ended: by the client, after how many lines; by us, at closing time; or why it broke off.
pub(crate) fn log_end(address: SocketAddr, outcome: &io::Result<u64>) {
    match outcome {
        Ok(count) => log(format_args!("{address} disconnected; requests: {count}")),
        Err(error) if is_dismissal(error) => log(format_args!("{address} closed: server shutting down")),
        Err(error) => log(format_args!("{address} failed: {}", reason(error))),
    }
}
