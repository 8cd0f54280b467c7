//! The three types of socket: stream, datagram, raw.

use socket2::{Domain, Protocol, Socket, Type};
use std::{fmt, io};

/// The type of a socket: what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SocketType {
    /// A stream of bytes, in order and complete: TCP.
    Stream,
    /// Separate messages, each whole or lost: UDP.
    Datagram,
    /// Packets of a protocol below TCP and UDP: ICMP, which `ping` uses.
    Raw,
}

impl SocketType {
    /// All three types.
    pub const ALL: [Self; 3] = [Self::Stream, Self::Datagram, Self::Raw];

    /// Makes a socket of this type. The standard library cannot make a raw one.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::PermissionDenied`] for a raw socket without the privilege for it (raw(7)); otherwise the
    /// system's error.
    // ANCHOR: open
    pub fn open(self, family: Domain) -> io::Result<Socket> {
        let (socket_type, protocol) = match self {
            Self::Stream => (Type::STREAM, Protocol::TCP),
            Self::Datagram => (Type::DGRAM, Protocol::UDP),
            Self::Raw if family == Domain::IPV6 => (Type::RAW, Protocol::ICMPV6),
            Self::Raw => (Type::RAW, Protocol::ICMPV4),
        };
        Socket::new(family, socket_type, Some(protocol))
    }
    // ANCHOR_END: open
}

impl fmt::Display for SocketType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Stream => "stream (TCP)",
            Self::Datagram => "datagram (UDP)",
            Self::Raw => "raw (ICMP)",
        })
    }
}
