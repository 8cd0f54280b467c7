//! Uses a deadline where the clock can show one, and subtracts from the time left otherwise.

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
    let deadline = now().checked_add(time);
    let mut last = None;
    for (index, &address) in addresses.iter().enumerate() {
        let left = deadline.map_or(time, |deadline| deadline.saturating_duration_since(now()));
        if left.is_zero() {
            return Err(io::Error::new(ErrorKind::TimedOut, "the time is up"));
        }
        match connect_to(address, left / (addresses.len() - index) as u32) {
            Ok(connection) => return Ok(connection),
            Err(error) => last = Some(error),
        }
    }
    Err(last.expect("there is at least one address"))
}
