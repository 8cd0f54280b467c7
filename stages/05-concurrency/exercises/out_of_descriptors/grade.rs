//! Out of descriptors.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use Step::{Came, Failed, Paused};
use exercise::next_client;
use std::{
    cell::RefCell,
    error::Error,
    fmt::{self, Display, Formatter},
    io::{self, ErrorKind},
    net::{Ipv4Addr, TcpListener, TcpStream},
    time::Duration,
};
use testkit::grade::{Exercise, fail, note, same, step, value_of};

const OUT_OF_DESCRIPTORS: Exercise = Exercise {
    name: "out_of_descriptors",
    read: "part 5, \"Running out of file descriptors\" (book/src/5-many/descriptors.md)",
};

/// What the system says when the process, or the whole machine, has no descriptor left: `EMFILE` and `ENFILE`, or
/// `WSAEMFILE` and `WSAENOBUFS`. None of them has an `ErrorKind` with a name.
const NO_DESCRIPTOR: [i32; 2] = if cfg!(windows) { [10024, 10055] } else { [24, 23] };

#[test]
fn a_client_is_taken_in_however_long_the_shortage_lasts() {
    OUT_OF_DESCRIPTORS.check(
        "after 70,000 accepts that failed because something had run out, the client that waits is taken in.",
        "a `?` or an `unwrap`, a list of shortages that does not have them all, or a number of tries after which \
         you give up. Whoever is inside will leave, and make room.",
        || {
            let visit = Visit::after(shortage().take(70_000), |_| {});
            let taken_in = value_of("`next_client`", visit.outcome);
            let waiting = value_of("local_addr", visit.client.local_addr());
            same("where the client comes from", &taken_in.peer_addr().ok(), &Some(waiting));
        },
    );
}

#[test]
fn there_is_one_pause_before_each_new_try() {
    OUT_OF_DESCRIPTORS.check(
        "after an accept that failed because something had run out, there is one pause, and then the next.",
        "going on at once. It will fail again, a million times a second, until somebody leaves. Call `pause`, which \
         stands here for a sleep, after each of them, and for nothing else.",
        || {
            let steps = Visit::after(shortage().take(3), |_| {}).steps;
            same("what your code did", &steps, &vec![Failed, Paused, Failed, Paused, Failed, Paused, Came]);
        },
    );
}

#[test]
fn whatever_is_not_known_to_pass_is_a_shortage() {
    OUT_OF_DESCRIPTORS.check(
        "after an accept that failed in any other way, be it an unusual one, there is a pause, and then the next.",
        "a list of the kinds after which to pause. A shortage has many names: list the few that need none, and pause after \
         all others.",
        || {
            for kind in UNUSUAL {
                let visit = Visit::after([kind.into()], |_| {});
                value_of("`next_client`", visit.outcome);
                same(&format!("what your code did after {kind:?}"), &visit.steps, &vec![Failed, Paused, Came]);
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
            let visit = Visit::after(shortage().take(1000), |time| {
                if !fits.contains(&time) {
                    fail(format!("your code pauses for {time:?}"));
                }
            });
            let pauses = visit.steps.iter().filter(|step| **step == Paused).count();
            same("the number of pauses for 1,000 accepts that failed", &pauses, &1000);
        },
    );
}

#[test]
fn trouble_of_one_client_is_no_reason_for_a_pause() {
    OUT_OF_DESCRIPTORS.check(
        "after a client that gave up, or a signal, the next client is taken in without a pause, also in the middle of a \
         shortage.",
        "all errors are treated alike. These two say nothing about the next accept, and a pause makes everybody \
         wait who stands behind: a port scanner could slow you down as it likes.",
        || {
            let kinds = [ErrorKind::ConnectionAborted, ErrorKind::Interrupted, ErrorKind::ConnectionAborted];
            let paused = |_| fail("your code pauses, although nothing has run out");
            value_of("`next_client`", Visit::after(kinds.map(io::Error::from), paused).outcome);

            note("70,000 clients give up, and 70,000 signals come in");
            let kinds = kinds.into_iter().cycle().take(140_000);
            let visit = Visit::after(kinds.map(io::Error::from), paused);
            value_of("`next_client`, however many clients have given up", visit.outcome);

            let mixed = [ErrorKind::OutOfMemory, ErrorKind::Interrupted, ErrorKind::ConnectionAborted, ErrorKind::Other];
            let steps = Visit::after(mixed.map(io::Error::from), |_| {}).steps;
            same("what your code did", &steps, &vec![Failed, Paused, Failed, Failed, Failed, Paused, Came]);
        },
    );
}

#[test]
fn a_client_that_comes_at_once_is_taken_in_at_once() {
    OUT_OF_DESCRIPTORS.check(
        "when nothing fails, there is one accept and no pause.",
        "a pause before the first try, or a second client that is accepted and thrown away.",
        || {
            let visit = Visit::after([], |_| {});
            value_of("`next_client`", visit.outcome);
            same("what your code did", &visit.steps, &vec![Came]);
        },
    );
}

#[test]
fn a_closed_listener_is_given_up() {
    OUT_OF_DESCRIPTORS.check(
        "when the listener is closed for good, its error is returned as it is, and nothing is tried again.",
        "waiting for what no waiting mends. A server that for ever asks a dead listener looks alive to whoever \
         could restart it. Or another error is made of the one that came.",
        || {
            for before in [vec![], vec![ErrorKind::OutOfMemory, ErrorKind::Interrupted]] {
                let closed = io::Error::new(ErrorKind::InvalidInput, Closed);
                let pauses = before.contains(&ErrorKind::OutOfMemory);
                let failures = before.into_iter().map(io::Error::from).chain([closed]);
                let visit = Visit::after(failures, |_| {});
                match visit.outcome {
                    Ok(_) => fail("your code tried again, and returned a client"),
                    Err(error) => {
                        let told = (error.kind(), error.to_string());
                        let expected = (ErrorKind::InvalidInput, "the listener is closed for good".to_owned());
                        same("the error", &told, &expected);
                        let itself = error.get_ref().and_then(|inner| inner.downcast_ref::<Closed>()).is_some();
                        same("whether it is the error of `accept`, and not another around it", &itself, &true);
                    }
                }
                let expected = if pauses { vec![Failed, Paused, Failed, Failed] } else { vec![Failed] };
                same("what your code did", &visit.steps, &expected);
            }
        },
    );
}

/// What has happened to the listener: whoever calls `next_client` may want to know it by its type.
#[derive(Debug)]
struct Closed;

impl Display for Closed {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("the listener is closed for good")
    }
}

impl Error for Closed {}

/// Some of the ways in which accepting may fail, by the kinds that std gives them: none says that the next will not.
const UNUSUAL: [ErrorKind; 26] = [
    ErrorKind::OutOfMemory,
    ErrorKind::WouldBlock,
    ErrorKind::TimedOut,
    ErrorKind::PermissionDenied,
    ErrorKind::ConnectionReset,
    ErrorKind::InvalidData,
    ErrorKind::Unsupported,
    ErrorKind::UnexpectedEof,
    ErrorKind::ResourceBusy,
    ErrorKind::Other,
    ErrorKind::ConnectionRefused,
    ErrorKind::BrokenPipe,
    ErrorKind::NotConnected,
    ErrorKind::HostUnreachable,
    ErrorKind::NetworkUnreachable,
    ErrorKind::NetworkDown,
    ErrorKind::AddrInUse,
    ErrorKind::AddrNotAvailable,
    ErrorKind::NotFound,
    ErrorKind::AlreadyExists,
    ErrorKind::WriteZero,
    ErrorKind::StorageFull,
    ErrorKind::QuotaExceeded,
    ErrorKind::FileTooLarge,
    ErrorKind::Deadlock,
    ErrorKind::StaleNetworkFileHandle,
];

/// A shortage without an end, of this and of that.
fn shortage() -> impl Iterator<Item = io::Error> {
    (0..).map(|number| match NO_DESCRIPTOR.get(number % 3) {
        Some(&code) => io::Error::from_raw_os_error(code),
        None => ErrorKind::OutOfMemory.into(),
    })
}

/// How many failures a letter tells of.
const NOTED: usize = 2000;

/// One call of the learner's code, with a client that waits all the time.
struct Visit {
    client: TcpStream,
    outcome: io::Result<TcpStream>,
    steps: Vec<Step>,
}

/// What the learner's code did, and what came of it.
#[derive(Debug, PartialEq, Eq)]
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
        let mut failed = 0;
        let accept = || {
            if let Some(error) = failures.next() {
                if failed < NOTED {
                    note(format!("accept fails: {error}"));
                }
                failed += 1;
                steps.borrow_mut().push(Failed);
                return Err(error);
            }
            note("accept brings the client");
            steps.borrow_mut().push(Came);
            listener.accept().map(|(client, _)| client)
        };
        let pause = |time| {
            if steps.borrow().len() < 2 * NOTED {
                note(format!("your code pauses for {time:?}"));
            }
            steps.borrow_mut().push(Paused);
            look(time);
        };
        step("waiting for `next_client` to return");
        let outcome = next_client(accept, pause);
        Self { client, outcome, steps: steps.into_inner() }
    }
}
