//! A test's end of a connection.

use crate::{
    DEADLINE,
    words::{failure, shown},
};
use socket2::{Domain, SockRef, Socket, Type};
use std::{
    io::{ErrorKind, Write as _},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    time::Duration,
};
use support::poll_until;

/// A raw TCP connection. Each step has the [`DEADLINE`], and one that fails panics with its name and the bytes that
/// had come.
pub struct Peer {
    pub(crate) stream: TcpStream,
    /// What has come and has not been asked for yet.
    pub(crate) received: Vec<u8>,
}

impl Peer {
    /// Connects to a server.
    #[track_caller]
    #[must_use]
    pub fn connect(address: SocketAddr) -> Self {
        match TcpStream::connect_timeout(&address, DEADLINE) {
            Ok(stream) => Self::from(stream),
            Err(error) => panic!("connecting to {address}: {error}"),
        }
    }

    /// Connects to a server, with a receive buffer that holds about a kilobyte: nearly all that this end does not read
    /// stays with the server.
    #[track_caller]
    #[must_use]
    pub fn connect_with_small_buffer(address: SocketAddr) -> Self {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, None).expect("making a socket");
        // Before connecting, so that the server hears of no other size.
        socket.set_recv_buffer_size(1024).expect("choosing the size of a buffer");
        match socket.connect_timeout(&address.into(), DEADLINE) {
            Ok(()) => Self::from(TcpStream::from(socket)),
            Err(error) => panic!("connecting to {address}: {error}"),
        }
    }

    /// Waits for the next client of a listener.
    #[track_caller]
    #[must_use]
    pub fn accept(listener: &TcpListener) -> Self {
        listener.set_nonblocking(true).expect("a listener need not block");
        let mut accepted = Err(ErrorKind::WouldBlock.into());
        poll_until(DEADLINE, || {
            accepted = listener.accept();
            !matches!(&accepted, Err(error) if error.kind() == ErrorKind::WouldBlock)
        });
        listener.set_nonblocking(false).expect("a listener can block again");
        match accepted {
            Ok((stream, _)) => Self::from(stream),
            Err(error) => panic!("waiting for a client: {}", failure(&error)),
        }
    }

    /// Sends all of the bytes.
    #[track_caller]
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let bytes = bytes.as_ref();
        if let Err(error) = self.stream.write_all(bytes) {
            panic!("sending {}: {}", shown(bytes), failure(&error));
        }
        self
    }

    /// Says that nothing more will be sent; replies can still come.
    #[track_caller]
    pub fn half_close(&mut self) -> &mut Self {
        self.stream.shutdown(Shutdown::Write).expect("closing for writing");
        self
    }

    /// Ends the connection with a reset instead of an orderly close.
    #[track_caller]
    pub fn reset(self) {
        // Closing a socket that is told to linger for no time at all throws the connection away.
        SockRef::from(&self.stream).set_linger(Some(Duration::ZERO)).expect("preparing the reset");
    }

    /// Whether the other side has reset the connection, even if the stream had ended in order before.
    ///
    /// `SO_ERROR` tells (socket(7)), except on Windows: there a write of one byte fails only after a reset.
    #[track_caller]
    #[must_use]
    pub fn is_reset(&self) -> bool {
        if cfg!(windows) {
            let written = (&self.stream).write(b"x");
            matches!(written, Err(error) if matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted))
        } else {
            self.stream.take_error().expect("asking for SO_ERROR").is_some()
        }
    }

    /// The socket itself.
    #[must_use]
    pub fn stream(&self) -> &TcpStream {
        &self.stream
    }

    /// This end's address.
    #[track_caller]
    #[must_use]
    pub fn local(&self) -> SocketAddr {
        self.stream.local_addr().expect("a connection has a local address")
    }
}

impl From<TcpStream> for Peer {
    /// Takes over a connection that something else has made.
    fn from(stream: TcpStream) -> Self {
        // Some systems hand the listener's setting on to those it accepts.
        stream.set_nonblocking(false).expect("a connection can block");
        // macOS refuses both where the other side has gone already. A write cannot block then.
        let _ = stream.set_write_timeout(Some(DEADLINE));
        let _ = stream.set_nodelay(true);
        Self { stream, received: Vec::new() }
    }
}
