//! Connecting: try every address of the endpoint, and report why each one failed.

use crate::{Attempt, Endpoint, ResolveError, attempt};
use std::{net::TcpStream, time::Duration};

/// How long an attempt to connect to one address may take.
///
/// A machine that exists accepts or refuses within a round trip. If there is no machine, no reply comes, and the kernel
/// tries for minutes: about two on Linux (tcp(7), `tcp_syn_retries`).
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Connects to the first address of the endpoint that accepts, and waits for each at most `timeout`.
///
/// Nagle's algorithm (RFC 896) is off for the connection: what is written in one call is sent at once.
///
/// # Errors
///
/// [`ConnectError`], which names every address that was tried.
// ANCHOR: connect
pub fn connect(endpoint: &Endpoint, timeout: Duration) -> Result<TcpStream, ConnectError> {
    let mut attempts = Vec::new();
    for address in endpoint.resolve()? {
        match TcpStream::connect_timeout(&address, timeout) {
            Ok(stream) => {
                // It fails only if the peer has already closed, and then the first read fails, too.
                let _ = stream.set_nodelay(true);
                return Ok(stream);
            }
            Err(cause) => attempts.push(Attempt::new(address, cause)),
        }
    }
    Err(ConnectError::NoAnswer { endpoint: endpoint.clone(), attempts })
}
// ANCHOR_END: connect

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The host has no address.
    #[error(transparent)]
    Resolve(#[from] ResolveError),

    /// No address of the host accepted the connection.
    #[error("could not connect to {endpoint}: {}", attempt::join(attempts, &endpoint.to_string()))]
    NoAnswer {
        /// What the program tried to connect to.
        endpoint: Endpoint,
        /// Every address that was tried, in order.
        attempts: Vec<Attempt>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listen_at;
    use std::io::ErrorKind::AddrNotAvailable;
    use testkit::{ClosedPort, ReservedPort};

    fn endpoint(host: &str, port: u16) -> Endpoint {
        Endpoint { host: host.to_owned(), port }
    }

    #[test]
    fn a_listener_of_either_family_is_reached_through_the_name_localhost() {
        let addresses = endpoint("localhost", 0).resolve().unwrap();
        for address in addresses {
            let listener = match listen_at(address) {
                // The name may have an address of a family that this system does not have.
                Err(error) if error.kind() == AddrNotAvailable => continue,
                listener => listener.unwrap(),
            };
            let local = listener.local_addr().unwrap();
            let stream = connect(&endpoint("localhost", local.port()), CONNECT_TIMEOUT).unwrap();
            assert_eq!(stream.peer_addr().unwrap(), local);
            assert!(stream.nodelay().unwrap());
        }
    }

    #[test]
    fn a_refusal_names_every_address_that_was_tried() {
        // On the other addresses of localhost, too, nobody else listens on it.
        let port = ReservedPort::new().unwrap();
        let endpoint = endpoint("localhost", port.port());
        let error = connect(&endpoint, CONNECT_TIMEOUT).unwrap_err().to_string();
        for address in endpoint.resolve().unwrap() {
            // A system without the family gives another reason.
            let is_ours = listen_at((address.ip(), 0).into()).is_ok();
            let reason = if is_ours { "connection refused" } else { "" };
            assert!(error.contains(&format!("{address}: {reason}")), "{error}");
        }
    }

    #[test]
    fn an_endpoint_that_is_an_address_is_named_once() {
        let closed_port = ClosedPort::new().unwrap();
        let endpoint = endpoint("127.0.0.1", closed_port.address().port());
        let error = connect(&endpoint, CONNECT_TIMEOUT).unwrap_err().to_string();
        assert_eq!(error, format!("could not connect to {endpoint}: connection refused"));
    }
}
