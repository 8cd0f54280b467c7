//! Out of descriptors.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::next_client;
use std::{
    cell::RefCell,
    io::{self, ErrorKind},
    net::{Ipv4Addr, TcpListener, TcpStream},
    time::Duration,
};
use testkit::grade::{Exercise, fail, note, same, step, value_of};

const OUT_OF_DESCRIPTORS: Exercise = Exercise {
    name: "out_of_descriptors",
    read: "part 5, \"Out of descriptors\" (book/src/5-many/descriptors.md)",
};

/// What the system says when the process, or the whole machine, has no descriptor left: `EMFILE` and `ENFILE`, or
/// `WSAEMFILE` and `WSAENOBUFS`. None of them has an `ErrorKind` with a name.
const NO_DESCRIPTOR: [i32; 2] = if cfg!(windows) { [10024, 10055] } else { [24, 23] };

#[test]
fn a_client_is_taken_in_however_long_the_shortage_lasts() {
    OUT_OF_DESCRIPTORS.check(
        "after a thousand accepts that failed because something had run out, the client that waits is taken in.",
        "a `?` or an `unwrap`, a list of shortages that does not have them all, or a number of tries after which \
         you give up. Whoever is inside will leave, and make room.",
        || {
            let visit = Visit::after(shortage().take(1000), |_| {});
            let taken_in = value_of("`next_client`", visit.outcome);
            let waiting = value_of("local_addr", visit.client.local_addr());
            same("where the client comes from", &taken_in.peer_addr().ok(), &Some(waiting));
        },
    );
}

#[test]
fn there_is_a_pause_before_each_new_try() {
    OUT_OF_DESCRIPTORS.check(
        "after an accept that failed because something had run out, there is a pause before the next.",
        "going on at once. It will fail again, a million times a second, until somebody leaves. Call `pause`, which \
         stands here for a sleep, after each of them.",
        || {
            let steps = Visit::after(shortage().take(4), |_| {}).steps;
            let hasty = |two: &[Step]| matches!(two, [Step::Failed, Step::Failed | Step::Came]);
            if steps.windows(2).any(hasty) {
                fail("your code has tried again without a pause");
            }
        },
    );
}

#[test]
fn each_pause_is_long_enough_and_short_enough() {
    OUT_OF_DESCRIPTORS.check(
        "no pause is shorter than a millisecond or longer than a second, also not the thousandth.",
        "a pause that grows without an end, or one that is none. A pause that doubles needs a longest one.",
        || {
            let fits = Duration::from_millis(1)..=Duration::from_secs(1);
            Visit::after(shortage().take(1000), |time| {
                if !fits.contains(&time) {
                    fail(format!("your code pauses for {time:?}"));
                }
            });
        },
    );
}

#[test]
fn trouble_of_one_client_is_no_reason_for_a_pause() {
    OUT_OF_DESCRIPTORS.check(
        "after a client that gave up, or a signal, the next client is taken in without a pause.",
        "all errors are treated alike. These two say nothing about the next accept, and a pause makes everybody \
         wait who stands behind: a port scanner could slow you down as it likes.",
        || {
            let kinds = [ErrorKind::ConnectionAborted, ErrorKind::Interrupted, ErrorKind::ConnectionAborted];
            let paused = |_| fail("your code pauses, although nothing has run out");
            value_of("`next_client`", Visit::after(kinds.map(io::Error::from), paused).outcome);
        },
    );
}

#[test]
fn a_closed_listener_is_given_up() {
    OUT_OF_DESCRIPTORS.check(
        "when the listener is closed for good, its error is returned, and nothing is tried again.",
        "waiting for what no waiting mends. A server that for ever asks a dead listener looks alive to whoever \
         could restart it.",
        || match Visit::after([ErrorKind::InvalidInput.into()], |_| {}).outcome {
            Ok(_) => fail("your code tried again, and returned a client"),
            Err(error) => same("the kind of the error", &error.kind(), &ErrorKind::InvalidInput),
        },
    );
}

/// A shortage without an end, of this and of that.
fn shortage() -> impl Iterator<Item = io::Error> {
    (0..).map(|number| match NO_DESCRIPTOR.get(number % 3) {
        Some(&code) => io::Error::from_raw_os_error(code),
        None => ErrorKind::OutOfMemory.into(),
    })
}

/// One call of the learner's code, with a client that waits all the time.
struct Visit {
    client: TcpStream,
    outcome: io::Result<TcpStream>,
    steps: Vec<Step>,
}

/// What the learner's code did, and what came of it.
enum Step {
    Failed,
    Came,
    Paused,
}

impl Visit {
    /// Accepting fails in these ways first, and then brings the client. `look` is given each pause.
    fn after(failures: impl IntoIterator<Item = io::Error>, look: impl Fn(Duration)) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        note("a client waits to be taken in");
        let mut failures = failures.into_iter();
        let steps = RefCell::new(Vec::new());
        let accept = || {
            if let Some(error) = failures.next() {
                note(format!("accept fails: {error}"));
                steps.borrow_mut().push(Step::Failed);
                return Err(error);
            }
            note("accept brings the client");
            steps.borrow_mut().push(Step::Came);
            listener.accept().map(|(client, _)| client)
        };
        let pause = |time| {
            note(format!("your code pauses for {time:?}"));
            steps.borrow_mut().push(Step::Paused);
            look(time);
        };
        step("waiting for `next_client` to return");
        let outcome = next_client(accept, pause);
        Self { client, outcome, steps: steps.into_inner() }
    }
}
