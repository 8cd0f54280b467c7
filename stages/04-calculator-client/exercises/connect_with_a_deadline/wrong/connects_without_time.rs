//! Does not check whether any time is left, and calls `connect_to` with a timeout of zero.
//!
//! Rejected by: when_the_time_is_up_no_address_is_tried

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
    let mut untried = u32::try_from(addresses.len()).unwrap();
    let mut last = ErrorKind::TimedOut.into();
    for &address in addresses {
        let left = deadline.saturating_duration_since(now());
        match connect_to(address, left / untried) {
            Ok(connection) => return Ok(connection),
            Err(error) => last = error,
        }
        untried -= 1;
    }
    Err(last)
}
