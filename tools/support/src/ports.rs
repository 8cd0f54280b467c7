//! Ports of 127.0.0.1: one that refuses connections, and one for a program that is given its port.

#[cfg(target_os = "linux")]
use crate::tcp_socket::is_port_listed;
use socket2::{Domain, Socket, Type};
use std::{
    io,
    net::{Ipv4Addr, SocketAddr, UdpSocket},
    process,
    sync::atomic::{AtomicU16, Ordering},
};

/// A port on which nobody listens: it refuses connections as long as this is held.
///
/// A socket has it and never listens: a port that was merely free a moment ago may be anybody's by now.
#[derive(Debug)]
pub struct ClosedPort {
    address: SocketAddr,
    _held: Socket,
}

impl ClosedPort {
    /// Takes any port that is free.
    ///
    /// # Errors
    ///
    /// When the system has no socket or no port left.
    pub fn new() -> io::Result<Self> {
        let held = bind(0)?;
        let address = held.local_addr()?.as_socket().ok_or(io::ErrorKind::AddrNotAvailable)?;
        Ok(Self { address, _held: held })
    }

    /// Where nobody listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// Unlike std's listener, such a socket need not listen, and does not reuse an address in `TIME_WAIT`.
fn bind(port: u16) -> io::Result<Socket> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)).into())?;
    Ok(socket)
}

/// Where free ports are looked for: below all those that systems give to clients (Linux from 32768, others from 49152),
/// so that no connection of another test takes one.
const FIRST_PORT: u16 = 20_000;
const PORTS: u16 = 10_000;

/// How far below a port its lock is.
const LOCK_DISTANCE: u16 = 10_000;

/// A port that nobody else reserves as long as this is held, in whatever process, for a program that cannot choose its own.
///
/// Before, between and after its programs nobody listens on it, so a free port alone would be anybody's. What says that it
/// is taken is a UDP socket on the port 10,000 below: TCP knows nothing of that, and the system gives it back, whatever
/// becomes of the process.
#[derive(Debug)]
pub struct ReservedPort {
    port: u16,
    _lock: UdpSocket,
}

impl ReservedPort {
    /// Takes a port of 127.0.0.1 on which nobody listens.
    ///
    /// # Errors
    ///
    /// When each of 10,000 is taken.
    pub fn new() -> io::Result<Self> {
        static TRIED: AtomicU16 = AtomicU16::new(0);
        // Tests that run at the same time look in different places.
        let own = u16::try_from(process::id() % u32::from(PORTS)).unwrap_or_default();
        (0..PORTS)
            .map(|_| FIRST_PORT + (own + TRIED.fetch_add(1, Ordering::Relaxed) % PORTS) % PORTS)
            .filter_map(|port| Some(Self { port, _lock: lock_port(port)? }))
            .find(|reserved| is_free(reserved.port))
            .ok_or_else(|| io::Error::other(format!("none of {PORTS} ports from {FIRST_PORT} is free")))
    }

    /// Its number.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }
}

/// The lock that stands for a port, unless somebody has it.
fn lock_port(port: u16) -> Option<UdpSocket> {
    UdpSocket::bind((Ipv4Addr::LOCALHOST, port - LOCK_DISTANCE)).ok()
}

/// Whether not even a connection in `TIME_WAIT` is left of those who had this port: it would stand in a transcript.
///
/// Linux is asked, and the port not tried. For a socket that is bound to it would be inherited by a program which another
/// test starts at this moment, and stay open until that program has replaced this one, perhaps after ours has found
/// the port taken.
#[cfg(target_os = "linux")]
fn is_free(port: u16) -> bool {
    !is_port_listed(port)
}

/// As above, where starting a program and closing what it may not have is one step.
#[cfg(not(target_os = "linux"))]
fn is_free(port: u16) -> bool {
    bind(port).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{TcpListener, TcpStream};

    #[test]
    fn a_closed_port_refuses_connections() {
        let closed = ClosedPort::new().unwrap();
        let refused = TcpStream::connect(closed.address()).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
    }

    #[test]
    fn a_reserved_port_is_given_to_nobody_else() {
        let reserved = ReservedPort::new().unwrap();
        assert!(lock_port(reserved.port).is_none());
        assert_ne!(ReservedPort::new().unwrap().port, reserved.port);
    }

    #[test]
    fn a_port_with_a_listener_or_what_is_left_of_one_is_not_free() {
        let port = ReservedPort::new().unwrap();
        assert!(is_free(port.port()));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port.port())).unwrap();
        assert!(!is_free(port.port()));
        // Under Wine, what is in TIME_WAIT does not keep a port from being bound.
        if cfg!(windows) {
            return;
        }
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        // Who closes first is in TIME_WAIT afterwards.
        drop(listener.accept().unwrap());
        drop((client, listener));
        assert!(!is_free(port.port()));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_port_is_free_for_a_program_that_is_started_while_others_are() {
        use std::{process::Command, thread};

        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        assert!(Command::new("true").status().unwrap().success());
                    }
                });
            }
            for _ in 0..50 {
                let port = ReservedPort::new().unwrap();
                bind(port.port()).unwrap();
            }
        });
    }
}
