//! What a load costs the machine it runs on: descriptors and processor time.

use std::time::Duration;
use support::{group_digits, raise_fd_limit};

/// What a program has open besides its connections: the three standard streams, and what waits for events.
const SPARE: u64 = 16;

/// Raises this program's own limit of open files as far as the system lets it, and looks whether so many clients fit.
pub(crate) fn make_room(clients: u32) -> anyhow::Result<()> {
    let needed = u64::from(clients) + SPARE;
    // Where there is no such limit (Windows), or it is not told, connecting will say what is wrong.
    match raise_fd_limit() {
        Some(limit) if limit < needed => Err(anyhow::anyhow!(
            "{} clients need {} open files, but the system lets wire have {} (ulimit -Hn): raise that limit, \
             or let --clients be at most {}",
            group_digits(u64::from(clients)),
            group_digits(needed),
            group_digits(limit),
            limit.saturating_sub(SPARE)
        )),
        _ => Ok(()),
    }
}

/// How long a processor has worked for this process so far.
#[cfg(unix)]
pub(crate) fn processor_time() -> Option<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::try_from(time).ok()
}

/// How long a processor has worked for this process so far: not counted here.
#[cfg(not(unix))]
pub(crate) fn processor_time() -> Option<Duration> {
    None
}
