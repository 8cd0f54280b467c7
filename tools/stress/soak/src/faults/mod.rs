//! What clients do wrong.

mod burst;
mod disconnects;
mod flood;
mod framing;
mod slow;

use crate::{client::Client, counters::Counter, state::ClientError};
use fastrand::Rng;

/// A fault, as one client commits it on a connection of its own; a burst, on many. It returns an error if the server does
/// not do what it has to do then.
type Fault = fn(&mut Client<'_>) -> Result<(), ClientError>;

/// How often each is committed: those that are over at once more often than those that take seconds.
const FAULTS: [(usize, Counter, Fault); 10] = [
    (2, Counter::Resets, disconnects::reset),
    (2, Counter::Disconnects, disconnects::disconnect),
    (1, Counter::Floods, flood::replies_unread),
    (1, Counter::EndlessLines, framing::endless_line),
    (1, Counter::ByteByByte, slow::byte_by_byte),
    (1, Counter::Silent, slow::silent),
    (2, Counter::HalfCloses, framing::half_close),
    (2, Counter::LongLines, framing::long_line),
    (2, Counter::InvalidUtf8, framing::invalid_utf8),
    (2, Counter::Bursts, burst::burst),
];

/// Commits one of them, chosen by the client's random numbers.
pub(crate) fn commit_any(client: &mut Client<'_>) -> Result<(), ClientError> {
    let (counter, commit) = choose(&mut client.rng);
    commit(client).map(|()| client.counters.add(counter, 1))
}

fn choose(rng: &mut Rng) -> (Counter, Fault) {
    let all = FAULTS.iter().flat_map(|(times, counter, fault)| [(*counter, *fault)].repeat(*times));
    let all: Vec<_> = all.collect();
    all[rng.usize(..all.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_says_which_faults_are_committed_and_in_time_each_is() {
        let faults = |seed| {
            let mut rng = Rng::with_seed(seed);
            (0..200).map(|_| choose(&mut rng).0).collect::<Vec<_>>()
        };
        assert_eq!(faults(1), faults(1));
        assert_ne!(faults(1), faults(2));
        assert!(FAULTS.iter().all(|(_, counter, _)| faults(1).contains(counter)));
    }
}
