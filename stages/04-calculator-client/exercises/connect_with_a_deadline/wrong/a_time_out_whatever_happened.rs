//! Returns `TimedOut`, whatever happened.
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
    let deadline = now() + time;
    for (tried, &address) in addresses.iter().enumerate() {
        let left = deadline.saturating_duration_since(now());
        let share = left / u32::try_from(addresses.len() - tried).unwrap();
        if share.is_zero() {
            break;
        }
        if let Ok(connection) = connect_to(address, share) {
            return Ok(connection);
        }
    }
    Err(ErrorKind::TimedOut.into())
}
