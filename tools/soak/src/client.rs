//! A client, as a thread lives it: one conversation or fault after another, until the round is over.

use crate::{
    evidence::Trouble,
    fault::Fault,
    healthy,
    question::Questions,
    soak::Soak,
    station::Station,
    tally::{Count, Tally},
};
use fastrand::Rng;
use std::{ops::Range, thread, time::Duration};

/// How many milliseconds a client rests between two connections: without a rest, the ports of this machine would run
/// out, each of which stays taken for a while after its connection has ended (`TIME_WAIT`).
const REST: Range<u64> = 20..100;

/// Somebody who troubles or asks the server at a station.
pub(crate) struct Client<'a> {
    pub(crate) soak: &'a Soak,
    pub(crate) station: &'a Station,
    pub(crate) tally: &'a Tally,
    pub(crate) rng: Rng,
    pub(crate) questions: Questions,
}

impl Client<'_> {
    /// Talks with the server, well or badly, as long as there is time.
    pub(crate) fn live(&mut self, name: &str, healthy: bool, has_time: impl Fn() -> bool) {
        while has_time() {
            let outcome =
                if healthy { healthy::converse(self) } else { Fault::any(&mut self.rng).commit(self) };
            match outcome {
                Ok(()) | Err(Trouble::Stopped) => {}
                Err(Trouble::TurnedAway) => self.tally.add(Count::TurnedAway, 1),
                Err(Trouble::Late) => self.tally.add(Count::Late, 1),
                Err(Trouble::Over) => return,
                Err(Trouble::Wrong(what)) => return self.soak.accuse(name, &what),
            }
            thread::sleep(Duration::from_millis(self.rng.u64(REST)));
        }
    }
}
