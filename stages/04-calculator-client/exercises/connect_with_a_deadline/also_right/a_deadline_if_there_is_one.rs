//! Has a deadline where there is one, and counts down what is left where the clock does not go so far.

use std::{
    io::{self, ErrorKind},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

/// Connects to the first of the addresses that answers, within `time`. `dial` gives one a time of its own.
pub fn connect(
    addresses: &[SocketAddr],
    time: Duration,
    now: impl Fn() -> Instant,
    mut dial: impl FnMut(SocketAddr, Duration) -> io::Result<TcpStream>,
) -> io::Result<TcpStream> {
    let deadline = now().checked_add(time);
    let mut last = None;
    for (index, &address) in addresses.iter().enumerate() {
        let left = deadline.map_or(time, |deadline| deadline.saturating_duration_since(now()));
        if left.is_zero() {
            return Err(io::Error::new(ErrorKind::TimedOut, "the time is up"));
        }
        match dial(address, left / (addresses.len() - index) as u32) {
            Ok(connection) => return Ok(connection),
            Err(error) => last = Some(error),
        }
    }
    Err(last.expect("there is at least one address"))
}
