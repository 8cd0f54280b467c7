//! Listening: from an endpoint to a listening socket.

use crate::{Attempt, Endpoint, ResolveError, reason};
use socket2::{Domain, Protocol, Socket, Type};
use std::{
    io::{self, ErrorKind},
    net::{SocketAddr, TcpListener},
};

/// The backlog: how many connections may wait in the accept queue.
///
/// The standard library uses 128. If a thousand clients connect at once, Linux drops the first packets of those for
/// whom the queue has no room, and each of them waits a second or more before it tries again. The system may lower the
/// number: Linux to `net.core.somaxconn`, which is 4096 by default (listen(2)).
pub const BACKLOG: i32 = 4096;

/// Listens on the first address of the endpoint that this machine has.
///
/// An address that is in use ends the search. If another program has `127.0.0.1`, listening on `::1` would give two
/// servers the same name.
///
/// # Errors
///
/// [`ListenError`], if the host has no address, or none that can be bound.
pub fn listen(endpoint: &Endpoint) -> Result<TcpListener, ListenError> {
    let mut last = None;
    for address in endpoint.resolve()? {
        match listen_at(address) {
            Ok(listener) => return Ok(listener),
            Err(cause) => {
                let in_use = matches!(cause.kind(), ErrorKind::AddrInUse | ErrorKind::PermissionDenied);
                last = Some(Attempt::new(address, cause).cause);
                if in_use {
                    break;
                }
            }
        }
    }
    let cause = last.unwrap_or_else(|| ErrorKind::AddrNotAvailable.into());
    Err(ListenError::Refused { endpoint: endpoint.clone(), cause })
}

/// Listens on one address.
///
/// # Errors
///
/// The system's error, if it cannot make the socket, bind it, or listen on it.
// ANCHOR: listen_at
pub fn listen_at(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // On Unix this lets a server restart while connections of its last run are in TIME_WAIT. On Windows the
    // same option would let two programs share the port.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}
// ANCHOR_END: listen_at

/// Why there is no listening socket.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// The host has no address.
    #[error(transparent)]
    Resolve(#[from] ResolveError),

    /// The system refused to listen on the address.
    #[error("could not listen on {endpoint}: {}{}", reason(cause), advice(cause, endpoint.port))]
    Refused {
        /// What the program tried to listen on.
        endpoint: Endpoint,
        /// The system's error for the last address that was tried.
        cause: io::Error,
    },
}

/// What the user can do about it, if there is anything.
fn advice(cause: &io::Error, port: u16) -> &'static str {
    match cause.kind() {
        ErrorKind::AddrInUse => {
            " (stop the program that has it, or choose another port; 0 takes any free one)"
        }
        ErrorKind::PermissionDenied if port < 1024 => {
            " (ports below 1024 are reserved; choose one from 1024 to 65535)"
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(host: &str, port: u16) -> Endpoint {
        Endpoint { host: host.to_owned(), port }
    }

    #[test]
    fn port_0_becomes_a_real_port() {
        let listener = listen(&endpoint("localhost", 0)).unwrap();
        assert_ne!(listener.local_addr().unwrap().port(), 0);
    }

    #[test]
    fn an_address_in_use_is_an_error_that_names_it_and_says_what_to_do() {
        let held = listen(&endpoint("127.0.0.1", 0)).unwrap();
        let port = held.local_addr().unwrap().port();
        let error = listen(&endpoint("127.0.0.1", port)).unwrap_err().to_string();
        let expected =
            format!("could not listen on 127.0.0.1:{port}: address already in use (stop the program");
        assert!(error.starts_with(&expected), "{error}");
    }

    #[test]
    fn an_address_of_another_machine_is_an_error_that_says_so() {
        // 203.0.113.0/24 is reserved for documentation (RFC 5737): no machine has it.
        let error = listen(&endpoint("203.0.113.1", 0)).unwrap_err().to_string();
        assert_eq!(error, "could not listen on 203.0.113.1:0: not an address of this machine");
    }
}
