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
    io::{self, Read as _, Write as _},
    num::NonZeroUsize,
    panic::{self, AssertUnwindSafe, catch_unwind},
    sync::Arc,
};
use testkit::grade::{Exercise, Talk, Tap, fail, note};

const AT_MOST_N: Exercise =
    Exercise { name: "at_most_n", read: "part 5, \"At the door\" (book/src/5-many/door.md)" };

#[test]
fn everybody_inside_is_served_at_once() {
    AT_MOST_N.check(
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
    AT_MOST_N.check(
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
fn one_who_leaves_makes_room_for_one() {
    AT_MOST_N.check(
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
    AT_MOST_N.check(
        "when `handle` returns an error, `admit` returns it, and the place is free again.",
        "a `?` between counting up and counting down, or an error that is thrown away. If giving the place back is \
         the work of a value that is dropped, no way out can miss it.",
        || {
            let gate = gate(1);
            let client = is_inside(comes(&gate), "I shall not say goodbye\n");
            if client.reset().finish().is_ok() {
                fail("`handle` has met a reset and returned an error, but `admit` returned none");
            }
            leaves(is_inside(comes(&gate), "is there room?\n"));
        },
    );
}

#[test]
fn a_panic_gives_its_place_back() {
    AT_MOST_N.check(
        "when `handle` panics, the place is free again.",
        "counting down after `handle` has returned: a panic does not return. It drops values on its way, and that \
         is where a place can be given back.",
        || {
            let gate = gate(1);
            let theirs = Arc::clone(&gate);
            note("a client comes whose handling panics");
            let talk = Talk::with(move |tap| {
                let panics = |_: Tap| panic::resume_unwind(Box::new(Accident));
                match catch_unwind(AssertUnwindSafe(|| theirs.admit(tap, panics))) {
                    Err(thrown) if !thrown.is::<Accident>() => panic::resume_unwind(thrown),
                    _ => {}
                }
            });
            talk.finish();
            leaves(is_inside(comes(&gate), "is there room?\n"));
        },
    );
}

/// What is thrown in the handling of a client, without a message on standard error.
struct Accident;

fn gate(max: usize) -> Arc<Gate> {
    note(format!("Gate::new({max})"));
    Arc::new(Gate::new(NonZeroUsize::new(max).unwrap()))
}

fn comes(gate: &Arc<Gate>) -> Talk<io::Result<()>> {
    note("a client comes");
    let gate = Arc::clone(gate);
    Talk::with(move |tap| gate.admit(tap, echo))
}

fn is_inside(mut client: Talk<io::Result<()>>, words: &str) -> Talk<io::Result<()>> {
    client.send(words).expect(words);
    client
}

fn is_sent_away(mut client: Talk<io::Result<()>>) {
    client.expect("busy\n").expect_end();
    // The client has what it was to have; whatever `admit` makes of it.
    let _ = client.finish();
}

/// Waits until `admit` has returned: by then the place has to be free.
fn leaves(mut client: Talk<io::Result<()>>) {
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
