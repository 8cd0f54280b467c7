//! An address that a program tried to use, and why it failed.

use crate::reason;
use std::{
    fmt,
    io::{self, ErrorKind},
    net::SocketAddr,
};

/// A failed attempt to listen on an address or to connect to it.
#[derive(Debug)]
pub struct Attempt {
    /// The address.
    pub address: SocketAddr,
    /// The error.
    pub cause: io::Error,
}

impl Attempt {
    /// A failed attempt. If the address lacks its interface, the error says so instead of the system's unclear text.
    #[must_use]
    pub fn new(address: SocketAddr, cause: io::Error) -> Self {
        let cause = match missing_interface(address, &cause) {
            Some(message) => io::Error::new(ErrorKind::InvalidInput, message),
            None => cause,
        };
        Self { address, cause }
    }
}

/// The message for a link-local address without an interface: the same address may exist on each interface (RFC 4007,
/// section 6). Linux calls it invalid then; other systems say that it is not available or cannot be reached.
fn missing_interface(address: SocketAddr, cause: &io::Error) -> Option<String> {
    let SocketAddr::V6(v6) = address else { return None };
    let lacks_interface = v6.ip().is_unicast_link_local() && v6.scope_id() == 0;
    let unexplained = matches!(
        cause.kind(),
        ErrorKind::InvalidInput
            | ErrorKind::AddrNotAvailable
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
    );
    (lacks_interface && unexplained)
        .then(|| format!("a link-local address needs its interface, as in {}%eth0", v6.ip()))
}

impl fmt::Display for Attempt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.address, reason(&self.cause))
    }
}

/// `address: reason` for each attempt, separated by semicolons. If the endpoint is its only address, the reason alone.
pub(crate) fn join(attempts: &[Attempt], endpoint: &str) -> String {
    match attempts {
        [only] if only.address.to_string() == endpoint => reason(&only.cause),
        all => all.iter().map(Attempt::to_string).collect::<Vec<_>>().join("; "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(address: &str, kind: ErrorKind) -> String {
        Attempt::new(address.parse().unwrap(), kind.into()).to_string()
    }

    #[test]
    fn the_error_for_a_link_local_address_without_its_interface_says_what_is_missing() {
        for kind in [ErrorKind::InvalidInput, ErrorKind::AddrNotAvailable, ErrorKind::HostUnreachable] {
            assert_eq!(
                shown("[fe80::1]:1081", kind),
                "[fe80::1]:1081: a link-local address needs its interface, as in fe80::1%eth0"
            );
        }
    }

    #[test]
    fn other_errors_keep_their_reason() {
        assert!(shown("[fe80::1%1]:1081", ErrorKind::HostUnreachable).ends_with("host unreachable"));
        assert!(shown("[fe80::1]:1081", ErrorKind::ConnectionRefused).ends_with("connection refused"));
        assert!(shown("[fd00::1]:1081", ErrorKind::HostUnreachable).ends_with("host unreachable"));
    }
}
