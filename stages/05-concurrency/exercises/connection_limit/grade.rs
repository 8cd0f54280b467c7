//! A connection limit.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one type, and a stub has yet to use its arguments"
)]
mod exercise;

#[path = "grade/clients.rs"]
mod clients;
#[path = "grade/crowd.rs"]
mod crowd;
#[path = "grade/interruptions.rs"]
mod interruptions;

use checks::{
    Exercise, LIMIT, Tap, TapOptions, TestConnection, fail, note, same, same_bytes, step, value_of,
};
use clients::{Interrupted, Slow};
use crowd::Crowd;
use exercise::ConnectionLimit;
use interruptions::{is_rejected_without_reason, two_are_served};
use std::{
    error::Error,
    fmt::{self, Display, Formatter},
    io::{self, ErrorKind, Read as _, Write as _},
    num::NonZeroUsize,
    panic::{self, AssertUnwindSafe, catch_unwind},
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};

const CONNECTION_LIMIT: Exercise = Exercise {
    name: "connection_limit",
    read: "part 5, \"Connection limits\" (book/src/5-many/connection-limits.md)",
};

#[test]
fn all_admitted_clients_are_served_at_once() {
    CONNECTION_LIMIT.check(
        "with a limit of 3, 3 clients are served at the same time.",
        "a lock is held while a client is handled: then only one client is ever served. Hold the lock to count, \
         and no longer.",
        || {
            let limit = limit(3);
            let clients = [1, 2, 3].map(|number| (number, connects(&limit)));
            for (number, client) in clients.into_iter().rev() {
                disconnects(is_served(client, &format!("I am number {number}\n")));
            }
        },
    );
}

#[test]
fn one_client_too_many_gets_busy_and_the_end() {
    CONNECTION_LIMIT.check(
        "with a limit of 2, a third client reads `busy` and the end, at once, and the first two are still served.",
        "one client too many is admitted, the connection is closed without `busy`, or `admit` waits until another \
         client disconnects: the client does not know that it is waiting.",
        || {
            let limit = limit(2);
            let first = is_served(connects(&limit), "I am the first\n");
            let second = is_served(connects(&limit), "I am the second\n");
            is_rejected(connects(&limit));
            disconnects(is_served(second, "still here\n"));
            disconnects(is_served(first, "me too\n"));
        },
    );
}

#[test]
fn however_many_connect_at_once_no_more_are_admitted() {
    CONNECTION_LIMIT.check_within(
        3 * LIMIT,
        "with a limit of 1, two clients are never served at the same time, however many connect in the same \
         moment.",
        "checking whether a permit is free and taking it are two steps, and two threads that check in the same \
         moment find the same last permit. Check and take under one lock, or with one atomic operation that does \
         both.",
        || {
            note("ConnectionLimit::new(1); 64 threads call `admit` again and again, as fast as they can");
            step("waiting for 64 threads to be admitted again and again");
            let limit = ConnectionLimit::new(NonZeroUsize::MIN);
            value_of("`admit`", limit.admit(io::sink(), |_| Ok(())));
            let crowd = Crowd::new();
            thread::scope(|scope| {
                for number in 1..=64 {
                    let crowd = &crowd;
                    let limit = &limit;
                    scope.spawn(move || crowd.throng(limit, number));
                }
            });
            if crowd.too_many.into_inner() || two_are_served(&limit) {
                fail("two clients were served at the same time");
            }
        },
    );
}

#[test]
fn however_many_connect_at_once_free_permits_are_used() {
    CONNECTION_LIMIT.check_within(
        3 * LIMIT,
        "with a limit of 64, none of 64 clients that connect in the same moment is rejected.",
        "a client is rejected because another one is being admitted just now: a `try_lock`, or one \
         compare-and-exchange, fails when another thread was faster. That says nothing about the number of free \
         permits. Check again then.",
        || {
            note("ConnectionLimit::new(64); 64 threads call `admit` again and again, as fast as they can");
            step("waiting for 64 threads to be admitted again and again");
            let limit = ConnectionLimit::new(NonZeroUsize::new(64).unwrap());
            value_of("`admit`", limit.admit(io::sink(), |_| Ok(())));
            let crowd = Crowd::new();
            thread::scope(|scope| {
                for number in 1..=64 {
                    let crowd = &crowd;
                    let limit = &limit;
                    scope.spawn(move || crowd.stream(limit, number));
                }
            });
            if crowd.too_few.into_inner() {
                fail("a client was rejected, although there were permits for all");
            }
        },
    );
}

#[test]
fn a_client_that_is_being_rejected_takes_no_permit() {
    CONNECTION_LIMIT.check_within(
        3 * LIMIT,
        "with a limit of 1, a client that connects after the only other one has ended is admitted, although more clients are \
         being rejected in the same moment.",
        "a client that is rejected is counted for a moment: the counter goes up first, and down again if that was too \
         much. A client that connects in between is rejected too, although a permit is free. Count only the clients \
         that are admitted: check and take under one lock, or with one atomic operation that does both.",
        || {
            note("ConnectionLimit::new(1); while one client is served, other threads call `admit` again and again");
            step("waiting for your code to reject clients again and again");
            let limit = ConnectionLimit::new(NonZeroUsize::MIN);
            value_of("`admit`", limit.admit(io::sink(), |_| Ok(())));
            if is_rejected_without_reason(&limit) {
                fail("a client was rejected, although no other client was being served");
            }
        },
    );
}

/// A rejection takes far less. Only code that is slow each time is called slow, since a busy machine may be slow some time.
const AT_ONCE: Duration = Duration::from_millis(10);

#[test]
fn a_rejection_does_not_wait() {
    CONNECTION_LIMIT.check(
        "while no permit is free, `admit` rejects a client at once.",
        "`admit` tries again for a while before it rejects the client, or sleeps. Meanwhile the client does not know that it \
         is waiting, and the thread that accepts clients accepts no other. If no permit is free, say so at once.",
        || {
            let limit = limit(1);
            note("a client is being served, and another one connects");
            step("waiting for your code to reject a client");
            let mut is_quick = false;
            let admitted = limit.admit(io::sink(), |_| {
                let end = Instant::now() + LIMIT / 2;
                while !is_quick && Instant::now() < end {
                    let start = Instant::now();
                    let _ = limit.admit(io::sink(), |_| Ok(()));
                    is_quick = start.elapsed() < AT_ONCE;
                }
                Ok(())
            });
            value_of("`admit`", admitted);
            if !is_quick {
                fail("each time your code took more than 10 ms to reject a client");
            }
        },
    );
}

#[test]
fn the_limit_may_be_large() {
    CONNECTION_LIMIT.check(
        "a limit of 300 admits 300 clients, and not one more.",
        "a counter with too few bits, or a limit of your own beside the one that was given.",
        || {
            note("ConnectionLimit::new(300); each client that is served brings the next");
            let limit = ConnectionLimit::new(NonZeroUsize::new(300).unwrap());
            let mut inside = 0;
            come_one_by_one(&limit, &mut inside);
            same("how many were served at the same time", &inside, &300);
            note("all have disconnected, and they connect again");
            inside = 0;
            come_one_by_one(&limit, &mut inside);
            same("how many were served the second time", &inside, &300);
            note("ConnectionLimit::new(usize::MAX)");
            let limit = ConnectionLimit::new(NonZeroUsize::MAX);
            let mut admitted = false;
            let came = limit.admit(io::sink(), |_| {
                admitted = true;
                Ok(())
            });
            value_of("`admit`", came);
            same("whether the first client was admitted", &admitted, &true);
        },
    );
}

#[test]
fn a_rejected_client_gets_all_of_the_line() {
    CONNECTION_LIMIT.check(
        "a client that is rejected gets all of `busy` and the line feed, however little of it a write takes.",
        "a single `write`, which may take fewer bytes than it is offered and returns how many it took, or a loop \
         that gives up when a signal interrupts a write. `write_all` goes on until all is written.",
        || {
            let limit = limit(1);
            let first = is_served(connects(&limit), "I am inside\n");
            note("another client connects");
            let options = TapOptions { write_at_most: Some(2), ..TapOptions::default() };
            let theirs = Arc::clone(&limit);
            is_rejected(TestConnection::tapped(options, move |tap| theirs.admit(tap, echo)));
            note("another client connects, and a signal interrupts each second write to it");
            let mut told = Vec::new();
            let _ = limit.admit(Interrupted { written: &mut told, interrupted: false }, |_| Ok(()));
            same_bytes("what was written to the client that was rejected", &told, "busy\n");
            disconnects(first);
        },
    );
}

#[test]
fn a_client_that_cannot_be_told_takes_no_permit() {
    CONNECTION_LIMIT.check(
        "a client to which `busy` cannot be written takes no permit, and changes nothing for the others.",
        "an error of the write returns between counting up and counting down, or there is an `unwrap`. A rejected \
         client is not counted at all.",
        || {
            let limit = limit(1);
            let mut first = is_served(connects(&limit), "I am inside\n");
            for _ in 0..3 {
                note("another client connects");
                let options = TapOptions { writes_fail: Some(ErrorKind::BrokenPipe), ..TapOptions::default() };
                let theirs = Arc::clone(&limit);
                let mut gone = TestConnection::tapped(options, move |tap| theirs.admit(tap, echo));
                gone.expect_end();
                let _ = gone.finish();
            }
            is_rejected(connects(&limit));
            first = is_served(first, "still here\n");
            disconnects(first);
            let second = is_served(connects(&limit), "is there room?\n");
            is_rejected(connects(&limit));
            disconnects(second);
        },
    );
}

#[test]
fn a_rejected_client_that_takes_its_time_delays_nobody() {
    CONNECTION_LIMIT.check(
        "while `busy` is being written to one client, another one disconnects, and the next gets its permit.",
        "`busy` is written under the lock, so everybody waits for that write. Or the client is counted until it is \
         written, so it takes a permit after all. Decide under the lock, release the lock, and then write.",
        || {
            let limit = limit(1);
            let first = is_served(connects(&limit), "I am inside\n");
            note("another client connects, and `write` to it does not return yet");
            let (begun, begins) = mpsc::channel();
            let (go_on, wait) = mpsc::channel();
            let theirs = Arc::clone(&limit);
            let slow = TestConnection::with(move |_| theirs.admit(Slow { begun, wait }, |_| Ok(())));
            step("waiting for your code to write `busy`");
            if begins.recv().is_err() {
                let _ = slow.finish();
                fail("your code did not write to the client that was rejected");
            }
            disconnects(first);
            let second = is_served(connects(&limit), "I have the permit of the first\n");
            note("that `write` returns");
            drop(go_on);
            let _ = slow.finish();
            disconnects(second);
        },
    );
}

#[test]
fn one_that_disconnects_makes_room_for_one() {
    CONNECTION_LIMIT.check(
        "when one of 2 has disconnected, one more is admitted and the next is not, however many were rejected \
         before.",
        "the count is wrong by one: it does not go down when a client disconnects, or it counts rejected clients, \
         too.",
        || {
            let limit = limit(2);
            let first = is_served(connects(&limit), "I am the first\n");
            let second = is_served(connects(&limit), "I am the second\n");
            is_rejected(connects(&limit));
            is_rejected(connects(&limit));
            disconnects(first);
            let third = is_served(connects(&limit), "I have the permit of the first\n");
            is_rejected(connects(&limit));
            disconnects(second);
            disconnects(third);
        },
    );
}

#[test]
fn a_broken_connection_gives_its_permit_back() {
    CONNECTION_LIMIT.check(
        "when `handle` returns an error, `admit` returns it, and the permit is free again, each time.",
        "a `?` between counting up and counting down, or an error that is thrown away or replaced by another. If \
         a value gives the permit back when it is dropped, no way out can miss it.",
        || {
            let limit = limit(2);
            let client = is_served(connects(&limit), "I will not say goodbye\n");
            if client.reset().finish().is_ok() {
                fail("`handle` has met a reset and returned an error, but `admit` returned none");
            }
            for error in ["out of coffee", "out of tea", "out of milk"] {
                note(format!("a client connects for which `handle` returns the error `{error}`"));
                let theirs = Arc::clone(&limit);
                let talk = TestConnection::with(move |tap| theirs.admit(tap, |_| Err(io::Error::other(error))));
                let returned = talk.finish().map_err(|error| error.to_string());
                same("what `admit` returned", &returned, &Err(error.to_owned()));
            }
            note("a client connects for which `handle` returns the error of a connection that was reset");
            let theirs = Arc::clone(&limit);
            let talk = TestConnection::with(move |tap| theirs.admit(tap, |_| Err(io::Error::new(ErrorKind::ConnectionReset, Lost))));
            match talk.finish() {
                Ok(()) => fail("`handle` has returned an error, but `admit` returned none"),
                Err(error) => {
                    same("the kind of the error that `admit` returned", &error.kind(), &ErrorKind::ConnectionReset);
                    let itself = error.get_ref().and_then(|inner| inner.downcast_ref::<Lost>()).is_some();
                    same("the answer to \"is it the error of `handle`?\"", &itself, &true);
                }
            }
            let first = is_served(connects(&limit), "is there room?\n");
            let second = is_served(connects(&limit), "for two?\n");
            is_rejected(connects(&limit));
            disconnects(first);
            disconnects(second);
        },
    );
}

#[test]
fn a_panic_gives_its_permit_back() {
    CONNECTION_LIMIT.check(
        "when `handle` panics, the permit is free again, each time, and for one client.",
        "counting down after `handle` has returned: a panic does not return. It drops values on its way, and that \
         is where a permit can be given back, once.",
        || {
            let limit = limit(2);
            let first = is_served(connects(&limit), "I am there all along\n");
            for _ in 0..3 {
                let theirs = Arc::clone(&limit);
                note("a client connects whose handling panics");
                let talk = TestConnection::with(move |tap| {
                    let panics = |_: Tap| panic::resume_unwind(Box::new(Accident));
                    match catch_unwind(AssertUnwindSafe(|| theirs.admit(tap, panics))) {
                        Err(thrown) if !thrown.is::<Accident>() => panic::resume_unwind(thrown),
                        _ => {}
                    }
                });
                talk.finish();
            }
            let second = is_served(connects(&limit), "is there room?\n");
            is_rejected(connects(&limit));
            disconnects(second);
            disconnects(first);
        },
    );
}

/// What a `handle` knows of its client's end: the caller of `admit` may want to know it by its type.
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

fn limit(max: usize) -> Arc<ConnectionLimit> {
    note(format!("ConnectionLimit::new({max})"));
    Arc::new(ConnectionLimit::new(NonZeroUsize::new(max).unwrap()))
}

/// Each client that is admitted brings the next one, until one is rejected.
fn come_one_by_one(limit: &ConnectionLimit, inside: &mut u32) {
    let mut told = Vec::new();
    // What `admit` returns for the one that it rejects is up to it, and goes through all the others.
    let _ = limit.admit(&mut told, |_| {
        *inside += 1;
        if *inside <= 300 {
            come_one_by_one(limit, inside);
        }
        Ok(())
    });
    if !told.is_empty() {
        same_bytes("what was written to the client that was rejected", &told, "busy\n");
    }
}

fn connects(limit: &Arc<ConnectionLimit>) -> TestConnection<io::Result<()>> {
    note("a client connects");
    let limit = Arc::clone(limit);
    TestConnection::with(move |tap| limit.admit(tap, echo))
}

fn is_served(mut client: TestConnection<io::Result<()>>, words: &str) -> TestConnection<io::Result<()>> {
    client.send(words).expect(words);
    client
}

fn is_rejected(mut client: TestConnection<io::Result<()>>) {
    client.expect("busy\n").expect_end();
    // The client has got what it was to get, whatever `admit` returns.
    let _ = client.finish();
}

/// Waits until `admit` has returned: by then the permit has to be free.
fn disconnects(mut client: TestConnection<io::Result<()>>) {
    client.half_close().expect_end();
    if let Err(error) = client.finish() {
        fail(format!("`handle` ended well, but `admit` returned an error: {error}"));
    }
}

/// Sends back what arrives until the client has finished.
fn echo(mut client: Tap) -> io::Result<()> {
    let mut buffer = [0; 256];
    loop {
        match client.read(&mut buffer)? {
            0 => return Ok(()),
            count => client.write_all(&buffer[..count])?,
        }
    }
}
