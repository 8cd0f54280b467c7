//! All connections that linger: which is the oldest of the rejected, and whose time is up.

use super::half_closed::{HalfClosed, Progress};
use mio::{Registry, Token};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

/// How often the deadlines are looked at, as long as anything lingers: all of them at once, since they are not in order.
pub(super) const POLL_INTERVAL: Duration = Duration::from_millis(100);

pub(super) struct Lingering {
    connections: BTreeMap<usize, HalfClosed>,
    /// The keys of those that were rejected, the oldest first.
    rejected: BTreeSet<usize>,
    max_rejected: usize,
    next_key: usize,
    next_look: Instant,
}

impl Lingering {
    pub(super) fn new(max_rejected: usize) -> Self {
        Self {
            connections: BTreeMap::new(),
            rejected: BTreeSet::new(),
            max_rejected,
            next_key: 0,
            next_look: Instant::now(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.connections.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.connections.is_empty()
    }

    /// Keeps one more. If too many that were rejected linger then, the oldest of these is closed early.
    pub(super) fn insert(&mut self, mut connection: HalfClosed, registry: &Registry) {
        let key = self.next_key;
        self.next_key += 1;
        if connection.is_rejected() {
            self.rejected.insert(key);
        }
        connection.register(registry, Token(key));
        self.connections.insert(key, connection);
        if self.rejected.len() > self.max_rejected
            && let Some(&oldest) = self.rejected.first()
        {
            self.close(oldest, Progress::Waiting);
        }
    }

    /// Discards what has come for this one.
    pub(super) fn go_on(&mut self, Token(key): Token) {
        let Some(connection) = self.connections.get_mut(&key) else { return };
        let progress = connection.discard();
        if progress != Progress::Waiting {
            self.close(key, progress);
        }
    }

    /// Closes those whose time is up; looks for them only once in a [`POLL_INTERVAL`], however often it is called.
    pub(super) fn close_expired(&mut self, now: Instant) {
        if now >= self.next_look {
            self.next_look = now + POLL_INTERVAL;
            self.close_those(|connection| connection.is_expired(now));
        }
    }

    pub(super) fn close_all(&mut self) {
        self.close_those(|_| true);
    }

    fn close_those(&mut self, is_due: impl Fn(&HalfClosed) -> bool) {
        let due = self.connections.iter().filter(|(_, connection)| is_due(connection));
        let due: Vec<usize> = due.map(|(&key, _)| key).collect();
        for key in due {
            self.close(key, Progress::Waiting);
        }
    }

    fn close(&mut self, key: usize, progress: Progress) {
        self.rejected.remove(&key);
        if let Some(connection) = self.connections.remove(&key) {
            connection.close(progress);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lingering_close::testing::pair;
    use mio::Poll;
    use testkit::{Peer, eventually};

    /// Has one more rejected connection linger until this time.
    fn add(lingering: &mut Lingering, deadline: Instant) -> Peer {
        let (peer, stream) = pair();
        let connection = HalfClosed::new(stream, deadline, None);
        lingering.insert(connection, Poll::new().unwrap().registry());
        peer
    }

    #[test]
    fn when_one_more_is_rejected_than_may_linger_the_oldest_is_closed_early() {
        let mut lingering = Lingering::new(2);
        let [oldest, older, newest] = [(); 3].map(|()| add(&mut lingering, Instant::now()));
        assert_eq!(lingering.len(), 2);
        eventually("the oldest is reset", || oldest.is_reset());
        assert!(!older.is_reset() && !newest.is_reset());
    }

    #[test]
    fn those_whose_time_is_up_are_closed_and_no_others() {
        let mut lingering = Lingering::new(2);
        let now = Instant::now();
        let _peers = [now, now + POLL_INTERVAL].map(|deadline| add(&mut lingering, deadline));
        lingering.close_expired(now);
        assert_eq!(lingering.len(), 1);
        lingering.close_expired(now + POLL_INTERVAL);
        assert!(lingering.is_empty());
    }

    #[test]
    fn at_the_end_all_are_closed_whatever_time_they_have_left() {
        let mut lingering = Lingering::new(2);
        let peers = [(); 2].map(|()| add(&mut lingering, Instant::now() + POLL_INTERVAL));
        lingering.close_all();
        assert!(lingering.is_empty());
        for peer in peers {
            eventually("it is reset", || peer.is_reset());
        }
    }

    #[test]
    fn the_deadlines_are_looked_at_once_in_an_interval() {
        let mut lingering = Lingering::new(2);
        let now = Instant::now();
        lingering.close_expired(now);
        let _peer = add(&mut lingering, now);
        lingering.close_expired(now + POLL_INTERVAL / 2);
        assert_eq!(lingering.len(), 1);
        lingering.close_expired(now + POLL_INTERVAL);
        assert!(lingering.is_empty());
    }
}
