//! Client or server, and how each gets a connection.

use crate::{arguments::Arguments, transcript::Transcript};
use socket_basics::{Attempt, BACKLOG, ConnectError, Endpoint, ListenError, accept_next, announce, listen};
use socket2::{Domain, Protocol, Socket, Type};
use std::{
    io::{self, ErrorKind},
    net::{SocketAddr, TcpListener, TcpStream},
};

/// The role that is played.
pub(crate) struct Role<'a> {
    pub(crate) arguments: &'a Arguments,
    pub(crate) transcript: &'a Transcript<'a>,
    /// A server accepts clients here. A client has none, and connects to the endpoint.
    listener: Option<TcpListener>,
}

impl<'a> Role<'a> {
    /// A server announces where it listens before anything else happens.
    pub(crate) fn of(arguments: &'a Arguments, transcript: &'a Transcript<'a>) -> anyhow::Result<Self> {
        let listener = arguments.listen.then(|| listener(arguments)).transpose()?;
        if let Some(listener) = &listener {
            announce(&arguments.endpoint, listener.local_addr()?)?;
        }
        Ok(Self { arguments, transcript, listener })
    }

    /// The socket of the next connection.
    pub(crate) fn stream(&self) -> anyhow::Result<TcpStream> {
        let stream = match &self.listener {
            None => self.connect()?,
            Some(listener) => {
                let (stream, client) = accept_next(|| listener.accept());
                self.transcript.event(format_args!("accepted {client}"))?;
                stream
            }
        };
        // macOS refuses where the peer has gone already, and then it does not matter.
        let _ = stream.set_nodelay(!self.arguments.nagle);
        Ok(stream)
    }

    /// Like [`socket_basics::connect`], except that it shows every attempt when it is made.
    fn connect(&self) -> anyhow::Result<TcpStream> {
        let Self { arguments: Arguments { endpoint, timeout, .. }, transcript, .. } = self;
        transcript.start_clock();
        let mut attempts = Vec::new();
        for address in endpoint.resolve()? {
            match TcpStream::connect_timeout(&address, *timeout) {
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

    /// Where further connections go; a server's go to itself.
    pub(crate) fn endpoint(&self) -> io::Result<Endpoint> {
        let Some(listener) = &self.listener else { return Ok(self.arguments.endpoint.clone()) };
        let address = listener.local_addr()?;
        Ok(Endpoint { host: address.ip().to_string(), port: address.port() })
    }
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
        let mut out = Vec::new();
        let transcript = Transcript::new(&mut out);
        Role::of(&arguments, &transcript).unwrap().stream().unwrap().nodelay().unwrap()
    }

    #[test]
    fn small_pieces_are_sent_at_once_unless_nagle_is_asked_for() {
        assert!(nodelay(""));
        assert!(!nodelay("--nagle"));
    }
}
