//! Counts milliseconds in a `u32`, which holds less than 50 days.
//!
//! Rejected by: the_time_may_be_as_long_as_a_duration_can_be

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
        let share = Duration::from_millis(u64::from(left.as_millis() as u32 / untried as u32));
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
