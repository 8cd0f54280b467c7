//! The three kinds of socket: stream, datagram, raw.

use socket2::{Domain, Protocol, Socket, Type};
use std::{fmt, io};

/// What a socket carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A stream of bytes, in order and complete: TCP.
    Stream,
    /// Separate messages, each whole or lost: UDP.
    Datagram,
    /// Packets as they are, below TCP and UDP: ICMP, which `ping` speaks.
    Raw,
}

impl Kind {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Stream, Self::Datagram, Self::Raw];

    /// Makes a socket of this kind; std has no door to the raw one.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::PermissionDenied`] for a raw socket without the privilege for it (raw(7)); otherwise what
    /// the system says.
    // ANCHOR: open
    pub fn open(self, family: Domain) -> io::Result<Socket> {
        let (kind, protocol) = match self {
            Self::Stream => (Type::STREAM, Protocol::TCP),
            Self::Datagram => (Type::DGRAM, Protocol::UDP),
            Self::Raw if family == Domain::IPV6 => (Type::RAW, Protocol::ICMPV6),
            Self::Raw => (Type::RAW, Protocol::ICMPV4),
        };
        Socket::new(family, kind, Some(protocol))
    }
    // ANCHOR_END: open
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Stream => "stream (TCP)",
            Self::Datagram => "datagram (UDP)",
            Self::Raw => "raw (ICMP)",
        })
    }
}
