//! Divides whole seconds, and so gives nobody anything of a short time.
//!
//! Rejected by: a_share_need_not_be_whole_seconds

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
    let start = now();
    let mut outcome = Err(ErrorKind::TimedOut.into());
    for (address, untried) in addresses.iter().zip((1..=addresses.len() as u64).rev()) {
        let left = time.saturating_sub(now() - start);
        let share = Duration::from_secs(left.as_secs() / untried);
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
