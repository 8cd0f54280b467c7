//! Takes one address after the other off the front of the list, and divides in whole milliseconds.

use std::{
    io::{self, ErrorKind},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

/// Connects to the first address that accepts, within `time`. `connect_to` connects to one address with a timeout.
pub fn connect(
    addresses: &[SocketAddr],
    time: Duration,
    now: impl Fn() -> Instant,
    mut connect_to: impl FnMut(SocketAddr, Duration) -> io::Result<TcpStream>,
) -> io::Result<TcpStream> {
    let began = now();
    let mut untried = addresses;
    let mut error = io::Error::from(ErrorKind::TimedOut);
    while let [address, others @ ..] = untried {
        let left = time.saturating_sub(now() - began).as_millis() as u64;
        let share = Duration::from_millis(left / untried.len() as u64);
        if share == Duration::ZERO {
            return Err(ErrorKind::TimedOut.into());
        }
        error = match connect_to(*address, share) {
            Ok(connection) => return Ok(connection),
            Err(error) => error,
        };
        untried = others;
    }
    Err(error)
}
