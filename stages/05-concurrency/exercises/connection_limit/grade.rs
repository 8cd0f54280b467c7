//! At most N.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one type, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::Gate;
use std::{
    error::Error,
    fmt::{self, Display, Formatter},
    io::{self, ErrorKind, Read as _, Write},
    num::NonZeroUsize,
    panic::{self, AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use testkit::grade::{
    Exercise, LIMIT, Tap, TapOptions, TestConnection, fail, note, same, same_bytes, step, value_of,
};

const CONNECTION_LIMIT: Exercise = Exercise {
    name: "connection_limit",
    read: "part 5, \"Connection limits\" (book/src/5-many/connection-limits.md)",
};

#[test]
fn everybody_inside_is_served_at_once() {
    CONNECTION_LIMIT.check(
        "3 clients in a house for 3 are served at the same time.",
        "a lock that is held while a client is handled: then only one is ever inside. Hold it to count, and no \
         longer.",
        || {
            let gate = gate(3);
            let clients = [1, 2, 3].map(|number| (number, comes(&gate)));
            for (number, client) in clients.into_iter().rev() {
                leaves(is_inside(client, &format!("I am number {number}\n")));
            }
        },
    );
}

#[test]
fn one_too_many_is_told_so_and_sent_away() {
    CONNECTION_LIMIT.check(
        "a third client of a house for 2 reads `busy` and the end, at once, and the two inside are served on.",
        "letting in one too many, hanging up without a word, or waiting for somebody to leave: the client does not \
         know that it is waiting, and neither does whoever waits for the client.",
        || {
            let gate = gate(2);
            let first = is_inside(comes(&gate), "I am the first\n");
            let second = is_inside(comes(&gate), "I am the second\n");
            is_sent_away(comes(&gate));
            leaves(is_inside(second, "still here\n"));
            leaves(is_inside(first, "me too\n"));
        },
    );
}

#[test]
fn however_many_come_in_the_same_moment_no_more_get_in() {
    CONNECTION_LIMIT.check_within(
        3 * LIMIT,
        "of many clients that come to a house for one in the same moment, never two are inside.",
        "looking whether there is room and taking the place are two steps, and two threads that look in the same moment \
         find the same last place. Look and take under one lock, or with one atomic operation that does both.",
        || {
            note("Gate::new(1); 64 threads call `admit` again and again, as fast as they can");
            step("waiting for 64 threads to be let in again and again");
            let gate = Gate::new(NonZeroUsize::MIN);
            value_of("`admit`", gate.admit(io::sink(), |_| Ok(())));
            let crowd = Crowd::new();
            thread::scope(|scope| {
                for number in 1..=64 {
                    let crowd = &crowd;
                    let gate = &gate;
                    scope.spawn(move || crowd.throng(gate, number));
                }
            });
            if crowd.too_many.into_inner() {
                fail("two clients were inside at the same time");
            }
        },
    );
}

#[test]
fn however_many_come_in_the_same_moment_room_is_used() {
    CONNECTION_LIMIT.check_within(
        3 * LIMIT,
        "of 64 clients that come to a house for 64 in the same moment, none is sent away.",
        "taking it for a full house that somebody else is being let in just now: a `try_lock`, or one compare-and-exchange, \
         fails when another thread was faster, and says nothing about room. Look again then.",
        || {
            note("Gate::new(64); 64 threads call `admit` again and again, as fast as they can");
            step("waiting for 64 threads to be let in again and again");
            let gate = Gate::new(NonZeroUsize::new(64).unwrap());
            value_of("`admit`", gate.admit(io::sink(), |_| Ok(())));
            let crowd = Crowd::new();
            thread::scope(|scope| {
                for number in 1..=64 {
                    let crowd = &crowd;
                    let gate = &gate;
                    scope.spawn(move || crowd.stream(gate, number));
                }
            });
            if crowd.too_few.into_inner() {
                fail("a client was sent away, although there was room for all");
            }
        },
    );
}

/// How often somebody is let in after somebody else. Code that looks first and takes then is found out when two threads
/// that run at the same time look in the same moment, which takes some hundred times. One thread that is let in again
/// and again, while none of the others runs, meets nobody: that does not count.
const ENTRIES: usize = 20_000;

/// On a machine where threads hardly ever run at the same time, so much has to do.
const LONG_ENOUGH: Duration = Duration::from_secs(2);

/// Many who come in the same moment, since each comes again and again.
struct Crowd {
    inside: AtomicUsize,
    last: AtomicUsize,
    met: AtomicUsize,
    too_many: AtomicBool,
    too_few: AtomicBool,
    end: Instant,
}

impl Crowd {
    fn new() -> Self {
        let [inside, last, met] = [0; 3].map(AtomicUsize::new);
        let [too_many, too_few] = [false; 2].map(AtomicBool::new);
        Self { inside, last, met, too_many, too_few, end: Instant::now() + LONG_ENOUGH }
    }

    /// Comes to a house for one.
    fn throng(&self, gate: &Gate, number: usize) {
        let mut in_vain = 0;
        for round in 1.. {
            if self.is_over(round, &self.too_many) {
                return;
            }
            let mut let_in = false;
            // Most are sent away, and what `admit` returns then is its own affair.
            let _ = gate.admit(io::sink(), |_| {
                let_in = true;
                if self.inside.fetch_add(1, Ordering::SeqCst) > 0 {
                    self.too_many.store(true, Ordering::Relaxed);
                }
                self.meets(number);
                self.inside.fetch_sub(1, Ordering::SeqCst);
                Ok(())
            });
            in_vain = if let_in { 0 } else { in_vain + 1 };
            if in_vain % 100 == 99 {
                // Whoever is inside does not run just now, and needs the processor to leave.
                thread::yield_now();
            }
        }
    }

    /// Comes to a house for all.
    fn stream(&self, gate: &Gate, number: usize) {
        for round in 1.. {
            if self.is_over(round, &self.too_few) {
                return;
            }
            let mut let_in = false;
            let _ = gate.admit(io::sink(), |_| {
                let_in = true;
                self.meets(number);
                Ok(())
            });
            if !let_in {
                self.too_few.store(true, Ordering::Relaxed);
            }
        }
    }

    fn is_over(&self, round: usize, found: &AtomicBool) -> bool {
        self.met.load(Ordering::Relaxed) >= ENTRIES
            || found.load(Ordering::Relaxed)
            || round.is_multiple_of(100) && Instant::now() > self.end
    }

    fn meets(&self, number: usize) {
        if self.last.load(Ordering::Relaxed) != number {
            self.last.store(number, Ordering::Relaxed);
            self.met.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[test]
fn a_house_may_be_big() {
    CONNECTION_LIMIT.check(
        "a house for 300 has room for 300, and not for one more.",
        "a counter with too few bits, or a limit of your own beside the one that was asked for.",
        || {
            note("Gate::new(300); each client that is inside brings the next");
            let gate = Gate::new(NonZeroUsize::new(300).unwrap());
            let mut inside = 0;
            come_one_by_one(&gate, &mut inside);
            same("how many were inside", &inside, &300);
            note("all have left, and they come again");
            inside = 0;
            come_one_by_one(&gate, &mut inside);
            same("how many were inside the second time", &inside, &300);
            note("Gate::new(usize::MAX)");
            let gate = Gate::new(NonZeroUsize::MAX);
            let mut let_in = false;
            let came = gate.admit(io::sink(), |_| {
                let_in = true;
                Ok(())
            });
            value_of("`admit`", came);
            same("whether the first client was let in", &let_in, &true);
        },
    );
}

#[test]
fn who_is_sent_away_gets_all_of_the_line() {
    CONNECTION_LIMIT.check(
        "who is sent away gets all of `busy` and the line feed, however little of it a write takes.",
        "a single `write`, which may take less than it is offered and says how much it took, or a loop that gives up when a \
         signal interrupts a write. `write_all` goes on until all is written.",
        || {
            let gate = gate(1);
            let first = is_inside(comes(&gate), "I am inside\n");
            note("another client comes");
            let options = TapOptions { write_at_most: Some(2), ..TapOptions::default() };
            let theirs = Arc::clone(&gate);
            is_sent_away(TestConnection::tapped(options, move |tap| theirs.admit(tap, echo)));
            note("another client comes, and a signal interrupts each second write to it");
            let mut told = Vec::new();
            let _ = gate.admit(Interrupted { written: &mut told, interrupted: false }, |_| Ok(()));
            same_bytes("what was written to the client that was sent away", &told, "busy\n");
            leaves(first);
        },
    );
}

#[test]
fn who_cannot_be_told_takes_no_room() {
    CONNECTION_LIMIT.check(
        "a client to whom `busy` cannot be written takes no room, and changes nothing for the others.",
        "an error of the write that leaves between counting up and counting down, or an `unwrap`. A client that is sent away \
         is not counted at all.",
        || {
            let gate = gate(1);
            let mut first = is_inside(comes(&gate), "I am inside\n");
            for _ in 0..3 {
                note("another client comes");
                let options = TapOptions { writes_fail: Some(ErrorKind::BrokenPipe), ..TapOptions::default() };
                let theirs = Arc::clone(&gate);
                let mut gone = TestConnection::tapped(options, move |tap| theirs.admit(tap, echo));
                gone.expect_end();
                let _ = gone.finish();
            }
            is_sent_away(comes(&gate));
            first = is_inside(first, "still here\n");
            leaves(first);
            let second = is_inside(comes(&gate), "is there room?\n");
            is_sent_away(comes(&gate));
            leaves(second);
        },
    );
}

#[test]
fn one_who_leaves_makes_room_for_one() {
    CONNECTION_LIMIT.check(
        "when one of 2 has left, one more gets in and the next does not, however many were sent away before.",
        "the count is wrong by one: it is not taken back when a client leaves, or it counts those too who were sent \
         away.",
        || {
            let gate = gate(2);
            let first = is_inside(comes(&gate), "I am the first\n");
            let second = is_inside(comes(&gate), "I am the second\n");
            is_sent_away(comes(&gate));
            is_sent_away(comes(&gate));
            leaves(first);
            let third = is_inside(comes(&gate), "I have the place of the first\n");
            is_sent_away(comes(&gate));
            leaves(second);
            leaves(third);
        },
    );
}

#[test]
fn a_broken_connection_gives_its_place_back() {
    CONNECTION_LIMIT.check(
        "when `handle` returns an error, `admit` returns it, and the place is free again, each time.",
        "a `?` between counting up and counting down, or an error that is thrown away or told anew. If giving the place back is \
         the work of a value that is dropped, no way out can miss it.",
        || {
            let gate = gate(2);
            let client = is_inside(comes(&gate), "I shall not say goodbye\n");
            if client.reset().finish().is_ok() {
                fail("`handle` has met a reset and returned an error, but `admit` returned none");
            }
            for error in ["out of coffee", "out of tea", "out of milk"] {
                note(format!("a client comes for whom `handle` returns the error `{error}`"));
                let theirs = Arc::clone(&gate);
                let talk = TestConnection::with(move |tap| theirs.admit(tap, |_| Err(io::Error::other(error))));
                let returned = talk.finish().map_err(|error| error.to_string());
                same("what `admit` returned", &returned, &Err(error.to_owned()));
            }
            note("a client comes for whom `handle` returns the error of a connection that was reset");
            let theirs = Arc::clone(&gate);
            let talk = TestConnection::with(move |tap| theirs.admit(tap, |_| Err(io::Error::new(ErrorKind::ConnectionReset, Lost))));
            match talk.finish() {
                Ok(()) => fail("`handle` has returned an error, but `admit` returned none"),
                Err(error) => {
                    same("the kind of the error that `admit` returned", &error.kind(), &ErrorKind::ConnectionReset);
                    let itself = error.get_ref().and_then(|inner| inner.downcast_ref::<Lost>()).is_some();
                    same("whether it is the error of `handle`, and not another in its place", &itself, &true);
                }
            }
            let first = is_inside(comes(&gate), "is there room?\n");
            let second = is_inside(comes(&gate), "for two?\n");
            is_sent_away(comes(&gate));
            leaves(first);
            leaves(second);
        },
    );
}

#[test]
fn a_panic_gives_its_place_back() {
    CONNECTION_LIMIT.check(
        "when `handle` panics, the place is free again, each time, and for one client.",
        "counting down after `handle` has returned: a panic does not return. It drops values on its way, and that \
         is where a place can be given back, once.",
        || {
            let gate = gate(2);
            let first = is_inside(comes(&gate), "I am there all along\n");
            for _ in 0..3 {
                let theirs = Arc::clone(&gate);
                note("a client comes whose handling panics");
                let talk = TestConnection::with(move |tap| {
                    let panics = |_: Tap| panic::resume_unwind(Box::new(Accident));
                    match catch_unwind(AssertUnwindSafe(|| theirs.admit(tap, panics))) {
                        Err(thrown) if !thrown.is::<Accident>() => panic::resume_unwind(thrown),
                        _ => {}
                    }
                });
                talk.finish();
            }
            let second = is_inside(comes(&gate), "is there room?\n");
            is_sent_away(comes(&gate));
            leaves(second);
            leaves(first);
        },
    );
}

/// What a `handle` knows of its client's end: whoever calls `admit` may want to know it by its type.
#[derive(Debug)]
struct Lost;

impl Display for Lost {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("the client is lost")
    }
}

impl Error for Lost {}

/// What is thrown in the handling of a client, without a message on standard error.
struct Accident;

fn gate(max: usize) -> Arc<Gate> {
    note(format!("Gate::new({max})"));
    Arc::new(Gate::new(NonZeroUsize::new(max).unwrap()))
}

/// A client to whom a byte is written at a time, if no signal comes in.
struct Interrupted<'a> {
    written: &'a mut Vec<u8>,
    interrupted: bool,
}

impl Write for Interrupted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.interrupted = !self.interrupted;
        if self.interrupted {
            return Err(ErrorKind::Interrupted.into());
        }
        self.written.extend(bytes.first());
        Ok(bytes.len().min(1))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Each client that is let in brings the next one, until one is sent away.
fn come_one_by_one(gate: &Gate, inside: &mut u32) {
    let mut told = Vec::new();
    // What `admit` makes of the one that it sends away is its own affair, and goes through all the others.
    let _ = gate.admit(&mut told, |_| {
        *inside += 1;
        if *inside <= 300 {
            come_one_by_one(gate, inside);
        }
        Ok(())
    });
    if !told.is_empty() {
        same_bytes("what was written to the client that was sent away", &told, "busy\n");
    }
}

fn comes(gate: &Arc<Gate>) -> TestConnection<io::Result<()>> {
    note("a client comes");
    let gate = Arc::clone(gate);
    TestConnection::with(move |tap| gate.admit(tap, echo))
}

fn is_inside(mut client: TestConnection<io::Result<()>>, words: &str) -> TestConnection<io::Result<()>> {
    client.send(words).expect(words);
    client
}

fn is_sent_away(mut client: TestConnection<io::Result<()>>) {
    client.expect("busy\n").expect_end();
    // The client has what it was to have; whatever `admit` makes of it.
    let _ = client.finish();
}

/// Waits until `admit` has returned: by then the place has to be free.
fn leaves(mut client: TestConnection<io::Result<()>>) {
    client.half_close().expect_end();
    if let Err(error) = client.finish() {
        fail(format!("`handle` ended well, but `admit` returned an error: {error}"));
    }
}

/// Sends back what comes until the client has finished.
fn echo(mut client: Tap) -> io::Result<()> {
    let mut buffer = [0; 256];
    loop {
        match client.read(&mut buffer)? {
            0 => return Ok(()),
            count => client.write_all(&buffer[..count])?,
        }
    }
}
