//! One address that was tried, and why it did not work.

use crate::reason;
use std::{
    fmt,
    io::{self, ErrorKind},
    net::SocketAddr,
};

/// An address that was tried in vain.
#[derive(Debug)]
pub struct Attempt {
    /// The address.
    pub address: SocketAddr,
    /// What the system said.
    pub cause: io::Error,
}

impl Attempt {
    /// An attempt that failed; what is missing replaces the system's words where those say only that something is.
    #[must_use]
    pub fn new(address: SocketAddr, cause: io::Error) -> Self {
        let cause = match missing(address, &cause) {
            Some(words) => io::Error::new(ErrorKind::InvalidInput, words),
            None => cause,
        };
        Self { address, cause }
    }
}

/// A link-local address is another one on each interface (RFC 4007, section 6). Linux calls it invalid without its own,
/// and other systems say that it is not there or cannot be reached.
fn missing(address: SocketAddr, cause: &io::Error) -> Option<String> {
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

/// `address: reason`, one after another with semicolons, or the reason alone where the endpoint is the only address.
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
    fn other_errors_keep_the_words_of_the_system() {
        assert!(shown("[fe80::1%1]:1081", ErrorKind::HostUnreachable).ends_with("host unreachable"));
        assert!(shown("[fe80::1]:1081", ErrorKind::ConnectionRefused).ends_with("connection refused"));
        assert!(shown("[fd00::1]:1081", ErrorKind::HostUnreachable).ends_with("host unreachable"));
    }
}
