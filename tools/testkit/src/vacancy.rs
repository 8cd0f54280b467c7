//! A port where nobody listens.

use socket2::{Domain, Socket, Type};
use std::net::{Ipv4Addr, SocketAddr};

/// A port of 127.0.0.1 that refuses connections as long as this is held.
///
/// A socket has it and never listens: a port that was merely free a moment ago may be anybody's by now.
pub struct Vacancy {
    address: SocketAddr,
    _held: Socket,
}

impl Vacancy {
    /// Takes any port that is free.
    pub fn new() -> Self {
        let held = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket can be made");
        held.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into()).expect("a port is free");
        let address = held.local_addr().ok().and_then(|address| address.as_socket());
        Self { address: address.expect("a bound socket has an address"), _held: held }
    }

    /// Where nobody listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Default for Vacancy {
    fn default() -> Self {
        Self::new()
    }
}
