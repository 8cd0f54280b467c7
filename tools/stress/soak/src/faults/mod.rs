//! What clients do wrong.

mod disconnects;
mod framing;
mod slow;

use crate::{
    client::Client,
    run::{ClientResult, KINDS_OF_FAULTS},
};
use fastrand::Rng;
use std::iter;

/// A fault, as one client commits it on a connection of its own; a burst, on many. It returns an error if the server does
/// not do what it has to do then.
type Fault = fn(&mut Client<'_>) -> ClientResult;

/// How often each is committed (those that are over at once more often than those that take seconds), and what the report
/// calls it.
pub(crate) const FAULTS: [(usize, &str, Fault); KINDS_OF_FAULTS] = [
    (2, "resets", disconnects::reset),
    (2, "disconnected in mid-line", disconnects::disconnect),
    (1, "floods, nothing read", slow::replies_unread),
    (1, "megabytes without a line end", framing::endless_line),
    (1, "sent byte by byte", slow::byte_by_byte),
    (1, "silent clients", slow::silent),
    (2, "half-closes", framing::half_close),
    (2, "lines too long", framing::long_line),
    (2, "lines not UTF-8", framing::invalid_utf8),
    (2, "connection bursts", disconnects::burst),
];

/// Commits one of them, chosen by the client's random numbers.
pub(crate) fn commit_any(client: &mut Client<'_>) -> ClientResult {
    let chosen = choose(&mut client.rng);
    let (_, _, commit) = FAULTS[chosen];
    commit(client)?;
    client.target.counters.faults[chosen].add(1);
    Ok(())
}

/// The place of one in the table.
fn choose(rng: &mut Rng) -> usize {
    let places = (0..).zip(FAULTS).flat_map(|(place, (times, ..))| iter::repeat_n(place, times));
    let places: Vec<_> = places.collect();
    places[rng.usize(..places.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_says_which_faults_are_committed_and_in_time_each_is() {
        let faults = |seed| {
            let mut rng = Rng::with_seed(seed);
            (0..200).map(|_| choose(&mut rng)).collect::<Vec<_>>()
        };
        assert_eq!(faults(1), faults(1));
        assert_ne!(faults(1), faults(2));
        assert!((0..FAULTS.len()).all(|place| faults(1).contains(&place)));
    }
}
