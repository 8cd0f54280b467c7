//! Goes on after a refusal or a timeout only, and returns every other error at once.
//!
//! Rejected by: whatever_goes_wrong_the_next_address_is_tried

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
    for (address, untried) in addresses.iter().zip((1..=addresses.len() as u32).rev()) {
        let share = time.saturating_sub(now() - start) / untried;
        if share.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        outcome = connect_to(*address, share);
        match &outcome {
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::TimedOut) => {}
            _ => return outcome,
        }
    }
    outcome
}
