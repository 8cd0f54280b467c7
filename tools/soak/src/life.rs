//! The lives of the two servers of a model.

use crate::{
    evidence::Trouble,
    farewell::farewell,
    flat::Levels,
    patience::TICK,
    round::Place,
    server::{Server, Size},
    tally::Count,
};
use std::{
    ops::Range,
    path::Path,
    thread,
    time::{Duration, Instant},
};

/// How many milliseconds a server lives that is restarted.
const LIFE: Range<u64> = 500..4000;

/// The number of the client that starts and stops servers; those of a crowd are smaller.
const OWNER: u64 = 999;

/// Rounds, until the time is over; then the end. What the server held in between.
pub(crate) fn steady(place: &Place<'_>, mut server: Server) -> Levels {
    let mut levels = Levels::default();
    let mut owner = place.client(0, OWNER);
    // Before anybody has come.
    place.calm(&server, &mut levels);
    let mut round = 0;
    while place.soak.has_time() {
        round += 1;
        place.round(round, &mut server, &mut levels);
    }
    if !place.soak.is_over() {
        judge(place, farewell(&mut owner, &mut server));
    }
    levels
}

/// One life after another, under a crowd that never leaves.
pub(crate) fn restarted(place: &Place<'_>, mut server: Server, program: &Path, model: &str) {
    let mut owner = place.client(0, OWNER);
    thread::scope(|scope| {
        let until = Instant::now() + place.soak.time();
        place.crowd(1, until, scope);
        loop {
            let end = Instant::now() + Duration::from_millis(owner.rng.u64(LIFE));
            while place.soak.has_time() && Instant::now() < end {
                thread::sleep(TICK);
            }
            place.examine(&mut server);
            if !place.soak.has_time() || !judge(place, farewell(&mut owner, &mut server)) {
                break;
            }
            match Server::start(program, model, Size::Ample, place.station) {
                Ok(next) => server = next,
                Err(error) => return place.soak.accuse(place.name, &format!("{error:#}")),
            }
            place.station.opens();
            place.tally.add(Count::Restarts, 1);
        }
    });
    place.examine(&mut server);
    if !place.soak.is_over() {
        judge(place, farewell(&mut owner, &mut server));
    }
}

/// Whether nothing was wrong.
fn judge(place: &Place<'_>, outcome: Result<(), Trouble>) -> bool {
    match outcome {
        Ok(()) => return true,
        Err(Trouble::Over) => {}
        Err(Trouble::Wrong(what)) => place.soak.accuse(place.name, &what),
        Err(other) => place.soak.accuse(place.name, &format!("at a quiet moment a client was {other:?}")),
    }
    false
}
