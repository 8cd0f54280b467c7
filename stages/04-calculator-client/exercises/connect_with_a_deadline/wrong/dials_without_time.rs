//! Never looks whether any time is left, and dials with none.
//!
//! Rejected by: when_the_time_is_up_nobody_is_dialled

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
    let mut untried = u32::try_from(addresses.len()).unwrap();
    let mut last = ErrorKind::TimedOut.into();
    for &address in addresses {
        let left = deadline.saturating_duration_since(now());
        match dial(address, left / untried) {
            Ok(connection) => return Ok(connection),
            Err(error) => last = error,
        }
        untried -= 1;
    }
    Err(last)
}
