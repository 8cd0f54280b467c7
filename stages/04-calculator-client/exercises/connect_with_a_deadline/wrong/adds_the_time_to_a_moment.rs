//! Makes a deadline of every time, also of one that no clock can show.
//!
//! Rejected by: the_time_may_be_as_long_as_a_duration_can_be

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
    let deadline = now() + time;
    let mut outcome = Err(ErrorKind::TimedOut.into());
    for (address, untried) in addresses.iter().zip((1..=addresses.len()).rev()) {
        let left = deadline.saturating_duration_since(now());
        let share = left / u32::try_from(untried).unwrap_or(u32::MAX);
        if share.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        outcome = dial(*address, share);
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}
