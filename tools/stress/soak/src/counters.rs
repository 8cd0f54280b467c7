//! The counters of the report.

use std::{
    iter,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// How many faults of clients there are.
pub(crate) const KINDS_OF_FAULTS: usize = 10;

/// A number that threads count together.
#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, number: u64) {
        self.0.fetch_add(number, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The counters of one model.
#[derive(Default)]
pub(crate) struct Counters {
    pub(crate) sessions: Counter,
    pub(crate) replies: Counter,
    pub(crate) rejected: Counter,
    pub(crate) too_slow: Counter,
    pub(crate) faults: [Counter; KINDS_OF_FAULTS],
    pub(crate) accept_failures: Counter,
    pub(crate) restarts: Counter,
    pub(crate) answered_after_sigterm: Counter,
    pub(crate) exits: Counter,
    longest_shutdown: Counter,
}

impl Counters {
    /// A server has exited as it should, this long after SIGTERM.
    pub(crate) fn exited(&self, time: Duration) {
        self.exits.add(1);
        let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        self.longest_shutdown.0.fetch_max(milliseconds, Ordering::Relaxed);
    }

    /// All of them, with what the report calls them, in its order.
    pub(crate) fn rows(
        &self,
        faults: [&'static str; KINDS_OF_FAULTS],
    ) -> impl Iterator<Item = (&'static str, u64)> {
        let clients = [
            ("healthy sessions", &self.sessions),
            ("replies, each checked", &self.replies),
            ("rejected, server full", &self.rejected),
            ("closed, as we were slow", &self.too_slow),
        ];
        let faults = iter::zip(faults, &self.faults);
        let servers = [
            ("times out of descriptors", &self.accept_failures),
            ("restarts under load", &self.restarts),
            ("answered after SIGTERM", &self.answered_after_sigterm),
            ("exits with code 0", &self.exits),
            ("longest shutdown, ms", &self.longest_shutdown),
        ];
        clients.into_iter().chain(faults).chain(servers).map(|(name, counter)| (name, counter.get()))
    }
}
