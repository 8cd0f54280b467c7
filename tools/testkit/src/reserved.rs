//! A port for programs that are started with a given one.

use std::{
    net::{Ipv4Addr, UdpSocket},
    process,
    sync::atomic::{AtomicU16, Ordering},
};

/// Where free ports are looked for: below all those that systems give to clients (Linux from 32768, others from 49152),
/// so that no connection of another test takes one.
const FIRST: u16 = 20_000;
const PLACES: u16 = 10_000;

/// How far below a port its lock is.
const LOCK: u16 = 10_000;

/// A port that nobody else reserves as long as this is held, in whatever process, for a program that cannot choose its own.
///
/// Before, between and after its programs nobody listens on it, so a free port alone would be anybody's. What says that it
/// is taken is a UDP socket on the port 10,000 below: TCP knows nothing of that, and the system gives it back, whatever
/// becomes of the process.
#[derive(Debug)]
pub struct Reserved {
    port: u16,
    _lock: UdpSocket,
}

impl Reserved {
    /// Takes a port of 127.0.0.1 on which nobody listens, for a test.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn new() -> Self {
        Self::find().unwrap_or_else(|| panic!("none of {PLACES} ports from {FIRST} is free"))
    }

    /// Takes a port of 127.0.0.1 on which nobody listens; `None` if each of 10,000 is taken.
    pub fn find() -> Option<Self> {
        static TRIED: AtomicU16 = AtomicU16::new(0);
        // Tests that run at the same time look in different places.
        let own = u16::try_from(process::id() % u32::from(PLACES)).unwrap_or_default();
        (0..PLACES)
            .map(|_| FIRST + (own + TRIED.fetch_add(1, Ordering::Relaxed) % PLACES) % PLACES)
            .filter_map(|port| Some(Self { port, _lock: lock(port)? }))
            .find(|reserved| is_free(reserved.port))
    }

    /// Its number.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Default for Reserved {
    fn default() -> Self {
        Self::new()
    }
}

/// The lock that stands for a port, unless somebody has it.
fn lock(port: u16) -> Option<UdpSocket> {
    UdpSocket::bind((Ipv4Addr::LOCALHOST, port - LOCK)).ok()
}

/// Whether not even a connection in `TIME_WAIT` is left of those who had this port: it would stand in a transcript.
///
/// Linux is asked, and the port not tried. For a socket that is bound to it would be inherited by a program which another
/// test starts at this moment, and stay open until that program has replaced this one, perhaps after ours has found
/// the port taken.
#[cfg(target_os = "linux")]
fn is_free(port: u16) -> bool {
    ["/proc/net/tcp", "/proc/net/tcp6"].iter().all(|table| {
        // Where there is no IPv6, there is no table of it.
        let table = std::fs::read_to_string(table).unwrap_or_default();
        let ends = table.lines().skip(1).flat_map(|line| line.split_whitespace().skip(1).take(2));
        ends.filter_map(|end| end.rsplit_once(':'))
            .all(|(_, number)| u16::from_str_radix(number, 16) != Ok(port))
    })
}

/// As above, where starting a program and closing what it may not have is one step.
#[cfg(not(target_os = "linux"))]
fn is_free(port: u16) -> bool {
    use socket2::{Domain, Socket, Type};
    // The standard library's own listener would not mind, on Unix.
    Socket::new(Domain::IPV4, Type::STREAM, None)
        .and_then(|socket| socket.bind(&std::net::SocketAddr::from((Ipv4Addr::LOCALHOST, port)).into()))
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{TcpListener, TcpStream};

    #[test]
    fn a_reserved_port_is_given_to_nobody_else() {
        let reserved = Reserved::new();
        assert!(lock(reserved.port).is_none());
        assert_ne!(Reserved::new().port, reserved.port);
    }

    #[test]
    fn a_port_with_a_listener_or_what_is_left_of_one_is_not_free() {
        let port = Reserved::new();
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
        use socket2::{Domain, Socket, Type};
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
                let port = Reserved::new();
                let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
                let address = std::net::SocketAddr::from((Ipv4Addr::LOCALHOST, port.port()));
                socket.bind(&address.into()).unwrap();
            }
        });
    }
}
