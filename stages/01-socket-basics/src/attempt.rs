//! One address that was tried, and why it did not work.

use crate::reason;
use std::{fmt, io, net::SocketAddr};

/// An address that was tried in vain.
#[derive(Debug)]
pub struct Attempt {
    /// The address.
    pub address: SocketAddr,
    /// What the system said.
    pub cause: io::Error,
}

impl fmt::Display for Attempt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.address, reason(&self.cause))
    }
}

/// `address: reason`, one after another with semicolons, or the reason alone where the endpoint is the only address.
pub(crate) fn join(attempts: &[Attempt], endpoint: &str) -> String {
    match attempts {
        [only] if only.address.to_string() == endpoint => reason(&only.cause),
        all => all.iter().map(Attempt::to_string).collect::<Vec<_>>().join("; "),
    }
}
