//! Clients that are interrupted anywhere in `admit`: what is done there in two steps is found between them.
//!
//! Two steps of a few nanoseconds would meet by chance only, and on one processor hardly ever. So as many threads as run at
//! the same time call `admit` without a pause, and one more wakes up now and then. The system interrupts one of
//! them for it, wherever that one is.

use crate::exercise::ConnectionLimit;
use checks::TimeBudget;
use std::{
    io,
    num::NonZeroUsize,
    sync::atomic::{
        AtomicBool, AtomicUsize,
        Ordering::{Relaxed, SeqCst},
    },
    thread,
    time::{Duration, Instant},
};

/// How often one more thread wakes up. Code with two steps was found in one of six rounds (checks first, takes then) or one
/// of four (counts first, checks then), on one processor and on two, however busy. So of a hundred thousand runs about one passes.
const ROUNDS: usize = 60;

/// On a machine where a thread gets a processor so rarely that rounds take long, fewer have to be enough.
const LONG_ENOUGH: Duration = Duration::from_secs(6);

/// More threads than that are only in each other's way.
const MOST_RIVALS: usize = 16;

fn rivals() -> usize {
    thread::available_parallelism().map_or(2, NonZeroUsize::get).clamp(2, MOST_RIVALS)
}

/// Sleeps for a moment, so that another thread is interrupted at its end.
fn wake_up_later(round: usize) {
    thread::park_timeout(Duration::from_micros(10 + 7 * (round as u64 % 13)));
}

/// Whether two clients were served at the same time, by a limit of 1.
pub(crate) fn two_are_served(limit: &ConnectionLimit) -> bool {
    let meeting = Meeting::new();
    thread::scope(|scope| {
        for calls in &meeting.calls {
            let meeting = &meeting;
            scope.spawn(move || meeting.connect_again_and_again(limit, calls));
        }
        let found = (1..=ROUNDS).any(|round| !meeting.is_late() && meeting.visit(limit, round));
        meeting.over.store(true, SeqCst);
        found
    })
}

/// A visitor, who stays until every rival has called `admit` once more, and rivals, who leave at once.
struct Meeting {
    /// The round in which the visitor is being served; 0 if it is not.
    visit: AtomicUsize,
    /// The last round in which a rival was being served, too.
    met: AtomicUsize,
    /// How often each rival has called `admit`.
    calls: Vec<AtomicUsize>,
    over: AtomicBool,
    budget: TimeBudget,
}

impl Meeting {
    fn new() -> Self {
        let calls = (0..rivals()).map(|_| AtomicUsize::new(0)).collect();
        let [visit, met] = [0; 2].map(AtomicUsize::new);
        Self { visit, met, calls, over: AtomicBool::new(false), budget: TimeBudget::of(LONG_ENOUGH) }
    }

    fn is_late(&self) -> bool {
        self.budget.is_spent()
    }

    /// As little as possible besides `admit`, so that an interruption is hardly ever elsewhere.
    fn connect_again_and_again(&self, limit: &ConnectionLimit, calls: &AtomicUsize) {
        while !self.over.load(Relaxed) {
            let _ = limit.admit(io::sink(), |_| {
                self.wait_for_visitor();
                Ok(())
            });
            calls.fetch_add(1, SeqCst);
        }
    }

    /// A rival that meets the visitor stays as long as the visitor does: so the visitor sees it, whatever memory order is used.
    fn wait_for_visitor(&self) {
        let visit = self.visit.load(SeqCst);
        if visit > 0 {
            self.met.store(visit, SeqCst);
            while self.visit.load(SeqCst) == visit {
                thread::yield_now();
            }
        }
    }

    /// Whether the visitor meets a rival. One that was interrupted between two steps makes the second one now.
    fn visit(&self, limit: &ConnectionLimit, round: usize) -> bool {
        let (mut admitted, mut met, mut rejections) = (false, false, 0_usize);
        wake_up_later(round);
        while !admitted && !self.is_late() {
            let _ = limit.admit(io::sink(), |_| {
                admitted = true;
                let counts: Vec<_> = self.calls.iter().map(|calls| calls.load(SeqCst)).collect();
                let all_have_called = || {
                    let mut both = self.calls.iter().zip(&counts);
                    both.all(|(calls, before)| calls.load(SeqCst) > *before)
                };
                self.visit.store(round, SeqCst);
                while !met && !all_have_called() && !self.is_late() {
                    thread::yield_now();
                    met = self.met.load(SeqCst) == round;
                }
                self.visit.store(0, SeqCst);
                Ok(())
            });
            rejections += 1;
            if rejections.is_multiple_of(100) {
                // A rival that is being served does not run just now, and needs the processor to end.
                thread::yield_now();
            }
        }
        met
    }
}

/// Whether a client was rejected although no client was being served, by a limit of 1.
pub(crate) fn is_rejected_without_reason(limit: &ConnectionLimit) -> bool {
    let rejection = Rejection::new();
    thread::scope(|scope| {
        for idle_since in &rejection.idle_since {
            let rejection = &rejection;
            scope.spawn(move || rejection.connect_when_asked(limit, idle_since));
        }
        let found = (1..=ROUNDS).any(|round| !rejection.is_late() && rejection.connect_twice(limit, round));
        rejection.over.store(true, SeqCst);
        found
    })
}

/// Rivals who connect while a client is being served, and that client, who leaves and connects again at once.
struct Rejection {
    /// Whether the rivals are to connect.
    asked: AtomicBool,
    /// How many rivals have called `admit` in this round.
    calls: AtomicUsize,
    /// Whether a rival was admitted in this round.
    admitted: AtomicBool,
    /// The last round that is over.
    round: AtomicUsize,
    /// The last round of which each rival knows that it is over.
    idle_since: Vec<AtomicUsize>,
    over: AtomicBool,
    budget: TimeBudget,
}

impl Rejection {
    fn new() -> Self {
        let idle_since = (0..rivals()).map(|_| AtomicUsize::new(0)).collect();
        let [asked, admitted, over] = [false; 3].map(AtomicBool::new);
        let [calls, round] = [0; 2].map(AtomicUsize::new);
        Self { asked, calls, admitted, round, idle_since, over, budget: TimeBudget::of(LONG_ENOUGH) }
    }

    fn is_late(&self) -> bool {
        self.budget.is_spent()
    }

    fn connect_when_asked(&self, limit: &ConnectionLimit, idle_since: &AtomicUsize) {
        while !self.over.load(Relaxed) {
            while self.asked.load(SeqCst) {
                let _ = limit.admit(io::sink(), |_| {
                    self.admitted.store(true, SeqCst);
                    Ok(())
                });
                self.calls.fetch_add(1, Relaxed);
            }
            idle_since.store(self.round.load(SeqCst), SeqCst);
            thread::yield_now();
        }
    }

    /// Whether the client is rejected without a reason. A rival that was interrupted between two steps makes the second one
    /// only afterwards.
    fn connect_twice(&self, limit: &ConnectionLimit, round: usize) -> bool {
        let [mut first, mut second] = [false; 2];
        self.admitted.store(false, SeqCst);
        let _ = limit.admit(io::sink(), |_| {
            first = true;
            self.calls.store(0, SeqCst);
            self.asked.store(true, SeqCst);
            wake_up_later(round);
            while self.calls.load(SeqCst) == 0 && !self.is_late() {
                thread::yield_now();
            }
            // Where one more thread interrupts nobody, because a processor is free, the rivals have to go on.
            if round.is_multiple_of(2) {
                self.asked.store(false, SeqCst);
                // Those that run have time to end their call, and those that were interrupted have not.
                let start = Instant::now();
                while start.elapsed() < Duration::from_micros(2) {}
            }
            Ok(())
        });
        let _ = limit.admit(io::sink(), |_| {
            second = true;
            Ok(())
        });
        self.asked.store(false, SeqCst);
        self.round.store(round, SeqCst);
        let all_are_idle = || self.idle_since.iter().all(|idle| idle.load(SeqCst) == round);
        while !all_are_idle() && !self.is_late() {
            thread::yield_now();
        }
        // A rival that was admitted is a reason. If it is too late to know that, nothing is found.
        let is_without_reason = all_are_idle() && !self.admitted.load(SeqCst);
        is_without_reason && (!first || !second)
    }
}
