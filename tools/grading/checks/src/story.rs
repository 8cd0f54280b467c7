//! What a check tells of itself while it runs.

use super::check::{current, lock};
use std::net::{Ipv6Addr, UdpSocket};

/// Keeps for the message what was done: what the learner's code was called with, what it was sent.
///
/// A [`TestConnection`](super::TestConnection) keeps what passes by itself; this is for checks without one.
pub fn note(what: impl Into<String>) {
    lock(&current()).transcript.note(what);
}

/// Names what is waited for from here on, as a hang will tell it: `waiting for the third datagram`.
pub fn step(what: &str) {
    what.clone_into(&mut lock(&current()).step);
}

/// Whether this machine has IPv6. If not, it is said on standard error that only IPv4 is checked.
#[expect(clippy::print_stderr, reason = "only print's own family goes where the harness shows it")]
pub fn has_ipv6() -> bool {
    let has = UdpSocket::bind((Ipv6Addr::LOCALHOST, 0)).is_ok();
    if !has {
        eprintln!("This machine has no IPv6, so this is checked on IPv4 only.");
    }
    has
}
