//! What the clients and the server that the judge plays have in common: how long they wait, and how much they read.

use std::{
    thread,
    time::{Duration, Instant},
};
use support::poll_until;

/// More than any request or reply has.
pub(crate) const LONGEST_LINE: usize = 64 * 1024;

/// How much of a line a message quotes.
pub(crate) const QUOTED: usize = 40;

/// How long a peer may leave a fragment unread before the next is sent all the same.
const UNREAD_FOR: Duration = Duration::from_secs(1);

/// Where the system does not tell whether the peer has read a fragment, it gets this long.
const PAUSE: Duration = Duration::from_millis(20);

/// What is left until a deadline; a timeout of nothing would mean none.
pub(crate) fn time_left(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1))
}

/// Waits until the peer has read all that was sent, so that what is sent next cannot arrive together with it. `unread` is how
/// many bytes it has yet to read, where the system tells.
pub(crate) fn wait_until_read(deadline: Instant, unread: impl Fn() -> Option<u64>) {
    match unread() {
        Some(_) => {
            let left = UNREAD_FOR.min(time_left(deadline));
            poll_until(left, || unread().is_none_or(|unread| unread == 0));
        }
        None => thread::sleep(PAUSE),
    }
}
