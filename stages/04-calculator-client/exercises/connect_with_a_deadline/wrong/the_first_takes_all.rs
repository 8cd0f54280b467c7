//! Gives each address all of the time left: a silent one uses it up, and the next is never tried.
//!
//! Rejected by: an_address_that_answers_in_its_time_is_connected_to

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
    let deadline = now() + time;
    let mut last = ErrorKind::TimedOut.into();
    for &address in addresses {
        let left = deadline.saturating_duration_since(now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        match connect_to(address, left) {
            Ok(connection) => return Ok(connection),
            Err(error) => last = error,
        }
    }
    Err(last)
}
