//! A connection that has its permit, and how it ended.

use crate::connection_limit::Permit;
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

/// How a connection ended: the client ended its input after this number of requests, or it ended early.
pub(crate) type Outcome = Result<u64, EndedEarly>;

/// Why a connection ended before the client had ended its input.
#[derive(Debug)]
pub(crate) enum EndedEarly {
    /// The server is shutting down.
    ShuttingDown,
    /// The connection broke, or the client timed out.
    Failed(io::Error),
}

impl From<io::Error> for EndedEarly {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

/// A connection that has been served, and is about to be closed.
pub(crate) struct Served {
    address: SocketAddr,
    outcome: Outcome,
    _permit: Permit,
}

impl Served {
    pub(crate) fn new(address: SocketAddr, outcome: Outcome, permit: Permit) -> Self {
        Self { address, outcome, _permit: permit }
    }

    /// Whether the client ended the connection, by ending its input.
    pub(crate) fn by_client(&self) -> bool {
        self.outcome.is_ok()
    }

    /// The connection is closed: logs how it ended, and gives the permit back. A client that has not taken all its replies
    /// has timed out.
    pub(crate) fn close(self, complete: bool) {
        match self.outcome {
            Ok(_) if !complete => log_failure(self.address, &ErrorKind::TimedOut.into()),
            Ok(requests) => log(format_args!("{} disconnected; requests: {requests}", self.address)),
            Err(EndedEarly::ShuttingDown) => {
                log(format_args!("{} closed: server shutting down", self.address));
            }
            Err(EndedEarly::Failed(error)) => log_failure(self.address, &error),
        }
    }
}

/// Logs that a connection failed.
pub(crate) fn log_failure(address: SocketAddr, error: &io::Error) {
    log(format_args!("{address} failed: {}", reason(error)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection_limit::ConnectionLimit;
    use std::num::NonZeroUsize;

    #[test]
    fn the_client_has_ended_a_connection_only_if_it_has_ended_its_input() {
        let limit = ConnectionLimit::new(NonZeroUsize::MIN);
        for (outcome, by_client) in [
            (Ok(3), true),
            (Err(EndedEarly::ShuttingDown), false),
            (Err(EndedEarly::Failed(ErrorKind::TimedOut.into())), false),
        ] {
            let address = ([127, 0, 0, 1], 1081).into();
            let served = Served::new(address, outcome, limit.try_acquire().unwrap());
            assert_eq!(served.by_client(), by_client);
        }
    }
}
