//! Gives each address two halves of its share, one after the other.
//!
//! Rejected by: whatever_goes_wrong_the_next_address_is_dialled

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
    for (address, untried) in addresses.iter().zip((1..=addresses.len() as u32).rev()) {
        let share = time.saturating_sub(now() - start) / untried;
        if share.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        outcome = dial(*address, share / 2).or_else(|_| dial(*address, share / 2));
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}
