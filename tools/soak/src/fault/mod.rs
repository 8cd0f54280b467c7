//! What clients do wrong.

mod flood;
mod leave;
mod slow;
mod speak;
mod storm;

use crate::{client::Client, evidence::Trouble, tally::Count};
use fastrand::Rng;

/// A fault, as one client commits it on a connection of its own; a storm, on many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Reset,
    Vanish,
    Flood,
    EndlessLine,
    Drip,
    Silence,
    HalfClose,
    LongLine,
    Mumble,
    Storm,
}

/// Each as often as it stands here: those that are over at once more often than those that take seconds.
const FAULTS: [Fault; 16] = [
    Fault::Reset,
    Fault::Reset,
    Fault::Vanish,
    Fault::Vanish,
    Fault::Flood,
    Fault::EndlessLine,
    Fault::Drip,
    Fault::Silence,
    Fault::HalfClose,
    Fault::HalfClose,
    Fault::LongLine,
    Fault::LongLine,
    Fault::Mumble,
    Fault::Mumble,
    Fault::Storm,
    Fault::Storm,
];

impl Fault {
    pub(crate) fn any(rng: &mut Rng) -> Self {
        FAULTS[rng.usize(..FAULTS.len())]
    }

    /// Does it, and holds the server to what it has to do in return.
    pub(crate) fn commit(self, client: &mut Client<'_>) -> Result<(), Trouble> {
        let (done, count) = match self {
            Self::Reset => (leave::reset(client), Count::Resets),
            Self::Vanish => (leave::vanish(client), Count::Vanished),
            Self::Flood => (flood::replies_unread(client), Count::Floods),
            Self::EndlessLine => (speak::endless_line(client), Count::EndlessLines),
            Self::Drip => (slow::drip(client), Count::Drips),
            Self::Silence => (slow::silence(client), Count::Silences),
            Self::HalfClose => (speak::half_close(client), Count::HalfCloses),
            Self::LongLine => (speak::long_line(client), Count::LongLines),
            Self::Mumble => (speak::mumble(client), Count::Mumbles),
            Self::Storm => (storm::storm(client), Count::Storms),
        };
        done.map(|()| client.tally.add(count, 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_says_which_faults_are_committed_and_in_time_each_is() {
        let faults = |seed| {
            let mut rng = Rng::with_seed(seed);
            (0..200).map(|_| Fault::any(&mut rng)).collect::<Vec<_>>()
        };
        assert_eq!(faults(1), faults(1));
        assert_ne!(faults(1), faults(2));
        assert!(FAULTS.iter().all(|fault| faults(1).contains(fault)));
    }
}
