//! A crowd of clients for a while, and the calm after it.

use crate::{
    client::Client,
    flat::{Figures, Levels},
    patience::TICK,
    question::Questions,
    server::Server,
    soak::Soak,
    station::Station,
    tally::{Count, Tally},
};
use fastrand::Rng;
use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread::{self, Scope},
    time::{Duration, Instant},
};

/// Where a crowd meets, and what it is made of.
pub(crate) struct Place<'a> {
    /// For people: the model, and which of its two servers.
    pub(crate) name: &'a str,
    /// Tells the clients of this place from those of others.
    pub(crate) number: u64,
    pub(crate) soak: &'a Soak,
    pub(crate) station: &'a Station,
    pub(crate) tally: &'a Tally,
    pub(crate) clients: u64,
}

impl<'a> Place<'a> {
    /// A client who does the same in each run with the same seed, as far as the server lets it.
    pub(crate) fn client(&self, round: u64, number: u64) -> Client<'a> {
        let who = [self.number, round, number];
        let seed =
            who.iter().fold(self.soak.seed, |seed, part| Rng::with_seed(seed.wrapping_add(*part)).u64(..));
        Client {
            soak: self.soak,
            station: self.station,
            tally: self.tally,
            rng: Rng::with_seed(seed),
            questions: Questions::of(self.number * 1000 + number),
        }
    }

    /// Has the clients come, half of them healthy.
    pub(crate) fn crowd<'scope>(&'scope self, round: u64, until: Instant, scope: &'scope Scope<'scope, '_>) {
        for number in 0..2 * self.clients {
            scope.spawn(move || {
                let has_time = || self.soak.has_time() && Instant::now() < until;
                self.client(round, number).live(self.name, number % 2 == 0, has_time);
            });
        }
    }

    /// One round with a server that stays: a crowd, then the calm, in which the server is looked at.
    pub(crate) fn round(&self, round: u64, server: &mut Server, levels: &mut Levels) {
        let gone = AtomicBool::new(false);
        let process = server.process.pid();
        thread::scope(|scope| {
            let watch = scope.spawn(|| highest(process, &gone));
            thread::scope(|scope| self.crowd(round, Instant::now() + self.soak.round(), scope));
            gone.store(true, Ordering::Relaxed);
            levels.highest = levels.highest.max(watch.join().unwrap_or_default());
        });
        self.tally.add(Count::Shortages, server.told.shortages());
        self.examine(server);
        if !self.soak.is_over() {
            self.calm(server, levels);
        }
    }

    /// It must live, and none of its threads may have panicked.
    pub(crate) fn examine(&self, server: &mut Server) {
        for wrong in [server.has_died(), server.told.panic()].into_iter().flatten() {
            self.soak.accuse(self.name, &wrong);
        }
    }

    /// Everybody has left: what the server held for them it must give back.
    pub(crate) fn calm(&self, server: &Server, levels: &mut Levels) {
        let Some(mut figures) = Figures::of(server.process.pid()) else { return };
        let first = *levels.lulls.first().unwrap_or(&figures);
        let start = Instant::now();
        while figures.descriptors > first.descriptors || figures.threads > first.threads {
            if start.elapsed() > self.soak.patience {
                return self.soak.accuse(self.name, &not_given_back(first, figures, self.soak.patience));
            }
            thread::sleep(TICK);
            let Some(now) = Figures::of(server.process.pid()) else { return };
            figures = now;
        }
        levels.lulls.push(figures);
        if let Some(climb) = levels.climb() {
            self.soak.accuse(self.name, &climb);
        }
    }
}

fn not_given_back(first: Figures, now: Figures, after: Duration) -> String {
    format!(
        "{} seconds after everybody has left the server holds {} descriptors and {} threads; before they came it held {} \
         and {}",
        after.as_secs(),
        now.descriptors,
        now.threads,
        first.descriptors,
        first.threads
    )
}

/// The most that the server held.
fn highest(process: u32, gone: &AtomicBool) -> Figures {
    let mut highest = Figures::default();
    while !gone.load(Ordering::Relaxed) {
        highest = Figures::of(process).map_or(highest, |figures| highest.max(figures));
        thread::sleep(TICK);
    }
    highest
}
