//! Client or server, and how each gets a connection.

use crate::{arguments::Arguments, transcript::Transcript};
use socket_basics::{Attempt, BACKLOG, ConnectError, Endpoint, ListenError, accept_next, announce, listen};
use socket2::{Domain, Protocol, Socket, Type};
use std::{
    io::{self, ErrorKind},
    net::{SocketAddr, TcpListener, TcpStream},
    time::Duration,
};

/// The role that is played.
pub(crate) enum Role {
    /// Connects to the endpoint.
    Client(Endpoint),
    /// Accepts clients.
    Server(TcpListener),
}

impl Role {
    /// A server announces where it listens before anything else happens.
    pub(crate) fn of(arguments: &Arguments) -> anyhow::Result<Self> {
        if !arguments.listen {
            return Ok(Self::Client(arguments.endpoint.clone()));
        }
        let listener = listener(arguments)?;
        announce(&arguments.endpoint, listener.local_addr()?)?;
        Ok(Self::Server(listener))
    }

    /// The socket of the next connection.
    pub(crate) fn stream(
        &self,
        arguments: &Arguments,
        transcript: &Transcript<'_>,
    ) -> anyhow::Result<TcpStream> {
        let stream = match self {
            Self::Client(endpoint) => connect(endpoint, arguments.timeout, transcript)?,
            Self::Server(listener) => {
                let (stream, client) = accept_next(|| listener.accept());
                transcript.event(format_args!("accepted {client}"))?;
                stream
            }
        };
        // macOS refuses where the peer has gone already, and then it does not matter.
        let _ = stream.set_nodelay(!arguments.nagle);
        Ok(stream)
    }

    /// Where further connections go; a server's go to itself.
    pub(crate) fn endpoint(&self) -> io::Result<Endpoint> {
        match self {
            Self::Client(endpoint) => Ok(endpoint.clone()),
            Self::Server(listener) => {
                let address = listener.local_addr()?;
                Ok(Endpoint { host: address.ip().to_string(), port: address.port() })
            }
        }
    }
}

/// Like [`socket_basics::connect`], except that it shows every attempt when it is made.
fn connect(endpoint: &Endpoint, timeout: Duration, transcript: &Transcript<'_>) -> anyhow::Result<TcpStream> {
    transcript.start_clock();
    let mut attempts = Vec::new();
    for address in endpoint.resolve()? {
        match TcpStream::connect_timeout(&address, timeout) {
            Ok(stream) => {
                let local = stream.local_addr().map(|local| format!(" from {local}")).unwrap_or_default();
                transcript.event(format_args!("connected to {address}{local}"))?;
                return Ok(stream);
            }
            Err(cause) => {
                let attempt = Attempt::new(address, cause);
                transcript.event(&attempt)?;
                attempts.push(attempt);
            }
        }
    }
    Err(ConnectError::NoAnswer { endpoint: endpoint.clone(), attempts }.into())
}

/// A listener like that of every server here, unless the command line asks for something else.
fn listener(arguments: &Arguments) -> Result<TcpListener, ListenError> {
    let endpoint = &arguments.endpoint;
    if arguments.backlog.is_none() && !arguments.no_reuse {
        return listen(endpoint);
    }
    let opened = match endpoint.resolve()?.first() {
        Some(address) => open(*address, arguments.backlog.unwrap_or(BACKLOG), !arguments.no_reuse)
            .map_err(|cause| Attempt::new(*address, cause).cause),
        None => Err(ErrorKind::AddrNotAvailable.into()),
    };
    opened.map_err(|cause| ListenError::Refused { endpoint: endpoint.clone(), cause })
}

fn open(address: SocketAddr, backlog: i32, reuse: bool) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // On Windows the option means that two programs may share the port.
    socket.set_reuse_address(reuse && cfg!(unix))?;
    socket.bind(&address.into())?;
    socket.listen(backlog)?;
    Ok(socket.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    /// Whether a connection as these options make it sends small pieces at once.
    fn nodelay(options: &str) -> bool {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let line = format!("wire {options} 127.0.0.1 {port} close");
        let arguments = Arguments::parse_from(line.split_whitespace());
        let (role, mut out) = (Role::of(&arguments).unwrap(), Vec::new());
        role.stream(&arguments, &Transcript::new(&mut out)).unwrap().nodelay().unwrap()
    }

    #[test]
    fn small_pieces_are_sent_at_once_unless_nagle_is_asked_for() {
        assert!(nodelay(""));
        assert!(!nodelay("--nagle"));
    }
}
