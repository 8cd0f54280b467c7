//! # Connect with a deadline
//!
//! If the packets to an address get lost, nothing comes back. Linux tries for about two minutes, and with four such
//! addresses for eight. Nobody looks at "connecting…" for that long. It is no better to give all of the time to the
//! first address: then the second one, which would accept, is never tried. Go's `net.DialTimeout` also divides its time
//! between the addresses.
//!
//! **Your task:** try the addresses in their order until one accepts, and spend no more than `time` on all of them
//! together. Each attempt gets an equal share of the time that is left *then*. For example, with 12 s for three addresses
//! the first may take 4 s; if it refuses at once, the second may take 6 s. Never call `connect_to` with a timeout of
//! zero: when no time is left (or there was none to begin with), return an error of the kind `TimedOut`. When all have
//! failed, return the error of the last one. (There is at least one address. `time` may be as long as a `Duration` can
//! be. Use `now` as your only clock: a check may move it forward. You may round a share down to whole milliseconds.)
//!
//! You will need: [`Instant::saturating_duration_since`](https://doc.rust-lang.org/std/time/struct.Instant.html#method.saturating_duration_since),
//! [`Duration::saturating_sub`](https://doc.rust-lang.org/std/time/struct.Duration.html#method.saturating_sub) and
//! [`Duration::is_zero`](https://doc.rust-lang.org/std/time/struct.Duration.html#method.is_zero); a `Duration` can be
//! [divided by a `u32`](https://doc.rust-lang.org/std/time/struct.Duration.html#impl-Div%3Cu32%3E-for-Duration), which
//! [`u32::try_from`](https://doc.rust-lang.org/std/convert/trait.TryFrom.html) makes of a length;
//! [`io::Error::from`](https://doc.rust-lang.org/std/io/struct.Error.html#impl-From%3CErrorKind%3E-for-Error) makes an error of an
//! [`ErrorKind`](https://doc.rust-lang.org/std/io/enum.ErrorKind.html).
//!
//! Read: part 4, "Connecting with a timeout" (`book/src/4-client/connecting.md`).
//!
//! Check it: `cargo test --test ex4_2_connect_with_a_deadline`, or `cargo grade connect_with_a_deadline`.

use std::{
    io,
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

/// Connects to the first address that accepts, within `time`. `connect_to` connects to one address with a timeout.
pub fn connect(
    addresses: &[SocketAddr],
    time: Duration,
    now: impl Fn() -> Instant,
    connect_to: impl FnMut(SocketAddr, Duration) -> io::Result<TcpStream>,
) -> io::Result<TcpStream> {
    todo!()
}
