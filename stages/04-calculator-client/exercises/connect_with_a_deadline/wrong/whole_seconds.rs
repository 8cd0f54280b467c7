//! Divides whole seconds, so that a short time gives shares of zero.
//!
//! Rejected by: a_share_need_not_be_whole_seconds

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
    let start = now();
    let mut outcome = Err(ErrorKind::TimedOut.into());
    for (address, untried) in addresses.iter().zip((1..=addresses.len() as u64).rev()) {
        let left = time.saturating_sub(now() - start);
        let share = Duration::from_secs(left.as_secs() / untried);
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
