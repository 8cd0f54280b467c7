//! A connector: replaces `TcpStream::connect` for the learner's code, and does with each address what a check has planned,
//! in the time of a clock that only moves when it is told to.

use super::{
    failure::{fail, same, value_of},
    record::note,
};
use socket2::{Domain, Socket, Type};
use std::{
    io::{self, ErrorKind, Write as _},
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use support::lock;

/// A clock in the hands of a check: time passes when the check says so, and nobody waits for it.
#[derive(Debug, Clone)]
pub struct Clock(Arc<Mutex<Instant>>);

impl Default for Clock {
    /// A clock that shows some moment, and stands.
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }
}

impl Clock {
    /// What it shows.
    #[must_use]
    pub fn now(&self) -> Instant {
        *lock(&self.0)
    }

    /// Lets time pass.
    pub fn advance(&self, time: Duration) {
        *lock(&self.0) += time;
    }
}

/// More attempts than any check needs: code that never gives up is stopped here.
const MAX_ATTEMPTS: usize = 100;

/// The longest time that an address stays silent: a clock cannot be advanced without end.
const MAX_SILENCE: Duration = Duration::from_hours(1);

/// Connects to addresses of its own making, and records which were tried and with what timeout.
///
/// Its time is that of a [`Clock`], so that an address may be silent for an hour and nobody waits.
#[derive(Debug)]
pub struct Connector {
    clock: Clock,
    targets: Vec<Target>,
    attempts: Vec<(SocketAddr, Option<Duration>)>,
    /// The local addresses of the connections that were made.
    connections: Vec<SocketAddr>,
}

/// What is at an address: always a real socket, even if it accepts nothing.
#[derive(Debug)]
struct Target {
    address: SocketAddr,
    after: Duration,
    failure: Option<ErrorKind>,
    /// Held so that no other process gets the port.
    _socket: Socket,
}

impl Connector {
    /// One that has no addresses yet.
    #[must_use]
    pub fn new(clock: &Clock) -> Self {
        Self { clock: clock.clone(), targets: Vec::new(), attempts: Vec::new(), connections: Vec::new() }
    }

    /// An address that accepts connections after this time.
    pub fn answering(&mut self, after: Duration) -> SocketAddr {
        self.add(Target { after, ..Target::at(Ipv4Addr::LOCALHOST.into(), true) })
    }

    /// An address of this machine on which nothing listens: the kernel refuses the connection.
    pub fn closed(&mut self, host: IpAddr) -> SocketAddr {
        self.add(Target::at(host, false))
    }

    /// An address that fails in this way after this time, with an error that names it.
    pub fn failing(&mut self, failure: ErrorKind, after: Duration) -> SocketAddr {
        self.add(Target { after, failure: Some(failure), ..Target::at(Ipv4Addr::LOCALHOST.into(), false) })
    }

    /// An address that never replies, like one behind a firewall that drops packets.
    pub fn silent(&mut self) -> SocketAddr {
        self.failing(ErrorKind::TimedOut, Duration::MAX)
    }

    /// Connects, or fails, as planned.
    ///
    /// # Errors
    ///
    /// The planned failure, or the system's own.
    pub fn connect(&mut self, address: SocketAddr) -> io::Result<TcpStream> {
        self.attempt(address, None)
    }

    /// Connects, or fails, as planned, unless this timeout passes on the clock first.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TimedOut`], the planned failure, or the system's own; [`ErrorKind::InvalidInput`] when there is no
    /// time at all, as for `TcpStream::connect_timeout`.
    pub fn connect_within(&mut self, address: SocketAddr, time: Duration) -> io::Result<TcpStream> {
        self.attempt(address, Some(time))
    }

    /// The addresses that were tried, in order.
    #[must_use]
    pub fn attempted(&self) -> Vec<SocketAddr> {
        self.attempts.iter().map(|&(address, _)| address).collect()
    }

    /// The connection that the code returned must be one to this address that was made here, and still be open.
    pub fn expect_connection(&self, mut connection: &TcpStream, address: SocketAddr) {
        let peer = value_of("`peer_addr`", connection.peer_addr());
        same("the address that your connection leads to", &peer, &address);
        if !connection.local_addr().is_ok_and(|local| self.connections.contains(&local)) {
            fail("your code returned another connection than the one that `connect_to` gave");
        }
        if connection.write(b"x").is_err() {
            fail("your code returned a connection that it has shut down already");
        }
    }

    /// The timeouts of the attempts that had one, in order.
    #[must_use]
    pub fn timeouts(&self) -> Vec<Duration> {
        self.attempts.iter().filter_map(|&(_, time)| time).collect()
    }

    fn attempt(&mut self, address: SocketAddr, time: Option<Duration>) -> io::Result<TcpStream> {
        self.attempts.push((address, time));
        let outcome = self.outcome(address, time.unwrap_or(Duration::MAX));
        self.connections.extend(outcome.as_ref().ok().and_then(|connection| connection.local_addr().ok()));
        let within = time.map_or_else(String::new, |time| format!(" with a timeout of {time:?}"));
        let result = outcome.as_ref().map_or_else(|error| error.kind().to_string(), |_| "connected".into());
        note(format!("your code connects to {address}{within}: {result}"));
        if self.attempts.len() > MAX_ATTEMPTS {
            fail(format!("your code has tried to connect {MAX_ATTEMPTS} times, and does not stop"));
        }
        outcome
    }

    fn outcome(&self, address: SocketAddr, time: Duration) -> io::Result<TcpStream> {
        let Some(target) = self.targets.iter().find(|target| target.address == address) else {
            fail(format!("your code tried to connect to {address}, which is not in its list of addresses"))
        };
        if time.is_zero() {
            return Err(ErrorKind::InvalidInput.into());
        }
        self.clock.advance(target.after.min(time).min(MAX_SILENCE));
        match target.failure {
            _ if target.after > time => Err(ErrorKind::TimedOut.into()),
            Some(failure) => Err(io::Error::new(failure, format!("{failure} at {address}"))),
            None => TcpStream::connect(address),
        }
    }

    fn add(&mut self, target: Target) -> SocketAddr {
        let address = target.address;
        self.targets.push(target);
        address
    }
}

impl Target {
    /// A free port, at which the kernel itself replies at once. Unlike std's listener the socket need not listen.
    fn at(host: IpAddr, listens: bool) -> Self {
        let bind = || -> io::Result<Self> {
            let socket = Socket::new(Domain::for_address((host, 0).into()), Type::STREAM, None)?;
            socket.bind(&SocketAddr::new(host, 0).into())?;
            if listens {
                socket.listen(128)?;
            }
            let address = socket.local_addr()?.as_socket().ok_or(ErrorKind::AddrNotAvailable)?;
            Ok(Self { address, after: Duration::ZERO, failure: None, _socket: socket })
        };
        bind().unwrap_or_else(|error| fail(format!("the check could not bind a port of {host}: {error}")))
    }
}

/// Addresses of every kind, to which no check connects.
pub fn unusual_addresses() -> Vec<SocketAddr> {
    [
        "[fe80::1%7]:80",
        "[fe80::1%8]:80",
        "[::ffff:127.0.0.1]:80",
        "127.0.0.1:0",
        "0.0.0.0:80",
        "[ff02::1%7]:80",
    ]
    .map(|address| value_of("an address", address.parse()))
    .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Failure;
    use std::net::Shutdown;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn time_passes_only_when_told() {
        let clock = Clock::default();
        let start = clock.now();
        assert_eq!(clock.now(), start);
        clock.clone().advance(Duration::from_secs(3));
        assert_eq!(clock.now() - start, Duration::from_secs(3));
    }

    fn kind(outcome: &io::Result<TcpStream>) -> Option<ErrorKind> {
        outcome.as_ref().err().map(io::Error::kind)
    }

    #[test]
    fn each_address_does_what_was_planned() {
        let mut connector = Connector::new(&Clock::default());
        let open = connector.answering(SECOND);
        let closed = connector.closed(Ipv4Addr::LOCALHOST.into());
        let unreachable = connector.failing(ErrorKind::NetworkUnreachable, SECOND);
        let connection = connector.connect(open).unwrap();
        connector.expect_connection(&connection, open);
        let is_refused = |connection: &TcpStream, address| {
            Failure::catch(|| connector.expect_connection(connection, address)).is_err()
        };
        assert!(is_refused(&connection, closed));
        assert!(is_refused(&TcpStream::connect(open).unwrap(), open));
        connection.shutdown(Shutdown::Write).unwrap();
        assert!(is_refused(&connection, open));
        assert_eq!(kind(&connector.connect(closed)), Some(ErrorKind::ConnectionRefused));
        assert_eq!(kind(&connector.connect(unreachable)), Some(ErrorKind::NetworkUnreachable));
        assert_eq!(connector.attempted(), [open, closed, unreachable]);
    }

    #[test]
    fn time_passes_on_the_clock_alone_and_no_longer_than_the_timeout() {
        let clock = Clock::default();
        let start = clock.now();
        let mut connector = Connector::new(&clock);
        let (slow, silent) = (connector.answering(3 * SECOND), connector.silent());
        assert_eq!(kind(&connector.connect_within(slow, 2 * SECOND)), Some(ErrorKind::TimedOut));
        assert_eq!(clock.now() - start, 2 * SECOND);
        assert_eq!(kind(&connector.connect_within(slow, 3 * SECOND)), None);
        assert_eq!(kind(&connector.connect_within(silent, 4 * SECOND)), Some(ErrorKind::TimedOut));
        assert_eq!(clock.now() - start, 9 * SECOND);
        assert_eq!(connector.timeouts(), [2 * SECOND, 3 * SECOND, 4 * SECOND]);
    }

    #[test]
    fn a_connect_without_any_time_is_invalid_as_it_is_for_the_system() {
        let mut connector = Connector::new(&Clock::default());
        let open = connector.answering(Duration::ZERO);
        assert_eq!(kind(&connector.connect_within(open, Duration::ZERO)), Some(ErrorKind::InvalidInput));
    }
}
