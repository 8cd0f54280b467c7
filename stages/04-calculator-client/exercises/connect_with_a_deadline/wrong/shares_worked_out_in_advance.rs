//! Computes the shares before the first attempt, and so wastes the time that a quick refusal leaves over.
//!
//! Rejected by: time_that_one_address_leaves_over_goes_to_the_others

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
    let share = time / u32::try_from(addresses.len()).unwrap();
    let mut last = ErrorKind::TimedOut.into();
    for &address in addresses {
        let share = share.min(deadline.saturating_duration_since(now()));
        if share.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        match connect_to(address, share) {
            Ok(connection) => return Ok(connection),
            Err(error) => last = error,
        }
    }
    Err(last)
}
