//! # Connect with a deadline
//!
//! An address that is not there does not say so. Left to itself the system goes on asking it for about two minutes,
//! and when a name has four such addresses, for eight. Nobody looks at "connecting…" for so long. And to give all of
//! your time to the first address is no better: the second, which would have answered, is never tried. Go's
//! `net.Dial` does what you are about to do.
//!
//! **Your task:** dial the addresses in their order, until one answers, and spend no more than `time` on all of them
//! together. Each dial gets an equal share of what is *then* left of the time: with 12 s for three addresses, the
//! first may take 4 s; if it refuses at once, the second may take 6 s. Never dial without any time: when nothing is
//! left (or there was nothing to begin with), return an error of the kind `TimedOut`. When all have failed, return
//! the error of the last. (There is at least one address. `time` may be as long as a `Duration` can be. `now` is the only
//! clock: a check may let time fly. A share may be cut off to whole milliseconds.)
//!
//! Read: part 4, "Connecting with a timeout" (`book/src/4-client/connecting.md`).
//!
//! Check it: `cargo test --test ex4_2_connect_with_a_deadline`, or `cargo grade connect_with_a_deadline`.

use std::{
    io,
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

/// Connects to the first of the addresses that answers, within `time`. `dial` gives one a time of its own.
pub fn connect(
    addresses: &[SocketAddr],
    time: Duration,
    now: impl Fn() -> Instant,
    dial: impl FnMut(SocketAddr, Duration) -> io::Result<TcpStream>,
) -> io::Result<TcpStream> {
    todo!()
}
