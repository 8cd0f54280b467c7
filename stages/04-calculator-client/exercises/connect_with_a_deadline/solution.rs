//! One time for the whole search; each attempt gets an equal share of what is left of it.

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
    // Not a deadline: some times are too long to be added to a moment.
    let start = now();
    let mut outcome = Err(ErrorKind::TimedOut.into());
    for (address, untried) in addresses.iter().zip((1..=addresses.len()).rev()) {
        let left = time.saturating_sub(now().saturating_duration_since(start));
        let share = left / u32::try_from(untried).unwrap_or(u32::MAX);
        if share.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        outcome = connect_to(*address, share);
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}
