//! A dialler: stands where the learner's code would connect, and does with each address what a check has planned.

use super::{Clock, failure::fail, story::note};
use socket2::{Domain, Socket, Type};
use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

/// Nobody tries that often in a check. Code without an end is stopped here.
const ENOUGH: usize = 100;

/// The longest time that an address stays silent: a clock cannot be advanced for ever.
const LONG: Duration = Duration::from_hours(1);

/// Connects to addresses of its own making, and keeps which were dialled and how long each was given.
///
/// Its time is that of a [`Clock`], so that an address may be silent for an hour and nobody waits.
#[derive(Debug)]
pub struct Dialler {
    clock: Clock,
    places: Vec<Place>,
    dials: Vec<(SocketAddr, Option<Duration>)>,
    /// The near ends of the connections that were given.
    given: Vec<SocketAddr>,
}

/// What is at an address: always a real socket, also where no connection will come of it.
#[derive(Debug)]
struct Place {
    address: SocketAddr,
    after: Duration,
    failure: Option<ErrorKind>,
    /// Its port is nobody else's as long as it is held.
    _socket: Socket,
}

impl Dialler {
    /// One that has no addresses yet.
    #[must_use]
    pub fn new(clock: &Clock) -> Self {
        Self { clock: clock.clone(), places: Vec::new(), dials: Vec::new(), given: Vec::new() }
    }

    /// An address that takes connections after this time.
    pub fn answering(&mut self, after: Duration) -> SocketAddr {
        self.place(Ipv4Addr::LOCALHOST.into(), after, None, true)
    }

    /// An address of this machine where nobody listens: the system itself refuses the connection.
    pub fn closed(&mut self, host: IpAddr) -> SocketAddr {
        self.place(host, Duration::ZERO, None, false)
    }

    /// An address that fails in this way after this time, with an error that names it.
    pub fn failing(&mut self, failure: ErrorKind, after: Duration) -> SocketAddr {
        self.place(Ipv4Addr::LOCALHOST.into(), after, Some(failure), false)
    }

    /// An address that never says anything, as one behind a firewall.
    pub fn silent(&mut self) -> SocketAddr {
        self.failing(ErrorKind::TimedOut, Duration::MAX)
    }

    /// Connects, or fails, as planned.
    ///
    /// # Errors
    ///
    /// The planned failure, or the system's own.
    pub fn dial(&mut self, address: SocketAddr) -> io::Result<TcpStream> {
        self.attempt(address, None)
    }

    /// Connects, or fails, as planned, unless the clock shows first that this time is over.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TimedOut`], the planned failure, or the system's own; [`ErrorKind::InvalidInput`] when there is no
    /// time at all, as for `TcpStream::connect_timeout`.
    pub fn dial_within(&mut self, address: SocketAddr, time: Duration) -> io::Result<TcpStream> {
        self.attempt(address, Some(time))
    }

    /// The addresses that were dialled, in order.
    #[must_use]
    pub fn dialled(&self) -> Vec<SocketAddr> {
        self.dials.iter().map(|&(address, _)| address).collect()
    }

    /// Whether this connection is one that a dial gave, and not one that was made elsewhere.
    #[must_use]
    pub fn gave(&self, connection: &TcpStream) -> bool {
        connection.local_addr().is_ok_and(|near| self.given.contains(&near))
    }

    /// The times that those were given which had one, in order.
    #[must_use]
    pub fn given(&self) -> Vec<Duration> {
        self.dials.iter().filter_map(|&(_, time)| time).collect()
    }

    fn attempt(&mut self, address: SocketAddr, time: Option<Duration>) -> io::Result<TcpStream> {
        self.dials.push((address, time));
        let outcome = self.outcome(address, time.unwrap_or(Duration::MAX));
        self.given.extend(outcome.as_ref().ok().and_then(|connection| connection.local_addr().ok()));
        let within = time.map_or_else(String::new, |time| format!(" with {time:?} to answer"));
        let end = outcome.as_ref().map_or_else(|error| error.kind().to_string(), |_| "connected".into());
        note(format!("your code dials {address}{within}: {end}"));
        if self.dials.len() > ENOUGH {
            fail(format!("your code has dialled {ENOUGH} times, and goes on"));
        }
        outcome
    }

    fn outcome(&self, address: SocketAddr, time: Duration) -> io::Result<TcpStream> {
        let Some(place) = self.places.iter().find(|place| place.address == address) else {
            fail(format!("your code dialled {address}, which is none of the addresses that it was given"))
        };
        if time.is_zero() {
            return Err(ErrorKind::InvalidInput.into());
        }
        self.clock.advance(place.after.min(time).min(LONG));
        match place.failure {
            _ if place.after > time => Err(ErrorKind::TimedOut.into()),
            Some(failure) => Err(io::Error::new(failure, format!("{failure} at {address}"))),
            None => TcpStream::connect(address),
        }
    }

    fn place(
        &mut self,
        host: IpAddr,
        after: Duration,
        failure: Option<ErrorKind>,
        listens: bool,
    ) -> SocketAddr {
        let (socket, address) = bound(host, listens).unwrap_or_else(|error| {
            fail(format!("this machine would not give the check a port of {host}: {error}"))
        });
        self.places.push(Place { address, after, failure, _socket: socket });
        address
    }
}

/// A socket at a free port. Unlike a listener of std's it may stay closed.
fn bound(host: IpAddr, listens: bool) -> io::Result<(Socket, SocketAddr)> {
    let socket = Socket::new(Domain::for_address((host, 0).into()), Type::STREAM, None)?;
    socket.bind(&SocketAddr::new(host, 0).into())?;
    if listens {
        socket.listen(128)?;
    }
    let address = socket.local_addr()?.as_socket().ok_or(ErrorKind::AddrNotAvailable)?;
    Ok((socket, address))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn kind(outcome: &io::Result<TcpStream>) -> Option<ErrorKind> {
        outcome.as_ref().err().map(io::Error::kind)
    }

    #[test]
    fn each_address_does_what_was_planned() {
        let mut dialler = Dialler::new(&Clock::new());
        let open = dialler.answering(SECOND);
        let closed = dialler.closed(Ipv4Addr::LOCALHOST.into());
        let unreachable = dialler.failing(ErrorKind::NetworkUnreachable, SECOND);
        let connection = dialler.dial(open).unwrap();
        assert_eq!((connection.peer_addr().unwrap(), dialler.gave(&connection)), (open, true));
        assert!(!dialler.gave(&TcpStream::connect(open).unwrap()));
        assert_eq!(kind(&dialler.dial(closed)), Some(ErrorKind::ConnectionRefused));
        assert_eq!(kind(&dialler.dial(unreachable)), Some(ErrorKind::NetworkUnreachable));
        assert_eq!(dialler.dialled(), [open, closed, unreachable]);
    }

    #[test]
    fn time_passes_on_the_clock_alone_and_no_more_than_was_given() {
        let clock = Clock::new();
        let start = clock.now();
        let mut dialler = Dialler::new(&clock);
        let (slow, silent) = (dialler.answering(3 * SECOND), dialler.silent());
        assert_eq!(kind(&dialler.dial_within(slow, 2 * SECOND)), Some(ErrorKind::TimedOut));
        assert_eq!(clock.now() - start, 2 * SECOND);
        assert_eq!(kind(&dialler.dial_within(slow, 3 * SECOND)), None);
        assert_eq!(kind(&dialler.dial_within(silent, 4 * SECOND)), Some(ErrorKind::TimedOut));
        assert_eq!(clock.now() - start, 9 * SECOND);
        assert_eq!(dialler.given(), [2 * SECOND, 3 * SECOND, 4 * SECOND]);
    }

    #[test]
    fn a_dial_without_any_time_is_invalid_as_it_is_for_the_system() {
        let mut dialler = Dialler::new(&Clock::new());
        let open = dialler.answering(Duration::ZERO);
        assert_eq!(kind(&dialler.dial_within(open, Duration::ZERO)), Some(ErrorKind::InvalidInput));
    }
}
