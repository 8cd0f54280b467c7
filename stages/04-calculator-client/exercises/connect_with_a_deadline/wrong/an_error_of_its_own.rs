//! Returns a new error with the kind and the text of the last one.
//!
//! Rejected by: when_all_have_failed_in_time_the_last_error_is_returned

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
        outcome = connect_to(*address, share).map_err(|error| io::Error::new(error.kind(), error.to_string()));
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}
