//! Connecting: try every address of the endpoint, and say what became of each.

use crate::{Attempt, Endpoint, ResolveError, attempt};
use std::{net::TcpStream, time::Duration};

/// How long one address may take to answer.
///
/// A machine that is there answers or refuses within a round trip. One that is not stays silent, and by itself the
/// system would wait for it for minutes: about two on Linux (tcp(7), `tcp_syn_retries`).
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Connects to the first address of the endpoint that answers, giving each up to `deadline`.
///
/// The connection sends without Nagle's delay (RFC 896): what is written in one call is meant to leave at once.
///
/// # Errors
///
/// [`ConnectError`], which names every address that was tried.
// ANCHOR: connect
pub fn connect(endpoint: &Endpoint, deadline: Duration) -> Result<TcpStream, ConnectError> {
    let mut attempts = Vec::new();
    for address in endpoint.resolve()? {
        match TcpStream::connect_timeout(&address, deadline) {
            Ok(stream) => {
                // It fails only where the other end has gone already, which reading will tell.
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

    /// No address of the host took the connection.
    #[error("could not connect to {endpoint}: {}", attempt::join(attempts, &endpoint.to_string()))]
    NoAnswer {
        /// What was to be reached.
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
    use testkit::Reserved;

    fn endpoint(host: &str, port: u16) -> Endpoint {
        Endpoint { host: host.to_owned(), port }
    }

    #[test]
    fn a_listener_of_either_family_is_found_under_the_name_localhost() {
        let addresses = endpoint("localhost", 0).resolve().unwrap();
        for address in addresses {
            let listener = match listen_at(address) {
                // The name may stand for an address of a family that this system has not.
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
        let nobody = Reserved::new();
        let endpoint = endpoint("localhost", nobody.port());
        let error = connect(&endpoint, CONNECT_TIMEOUT).unwrap_err().to_string();
        for address in endpoint.resolve().unwrap() {
            // A system without a family has other words for its addresses.
            let is_ours = listen_at((address.ip(), 0).into()).is_ok();
            let reason = if is_ours { "connection refused" } else { "" };
            assert!(error.contains(&format!("{address}: {reason}")), "{error}");
        }
    }

    #[test]
    fn an_address_that_was_given_as_one_is_named_once() {
        let nobody = Reserved::new();
        let endpoint = endpoint("127.0.0.1", nobody.port());
        let error = connect(&endpoint, CONNECT_TIMEOUT).unwrap_err().to_string();
        assert_eq!(error, format!("could not connect to {endpoint}: connection refused"));
    }
}
