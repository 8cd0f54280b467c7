//! Out of descriptors.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use Step::{Accepted, Failed, Paused};
use checks::{Exercise, fail, note, same, step, value_of};
use exercise::accept_next;
use std::{
    cell::RefCell,
    error::Error,
    fmt::{self, Display, Formatter},
    io::{self, ErrorKind},
    net::{Ipv4Addr, TcpListener, TcpStream},
    time::Duration,
};

const OUT_OF_DESCRIPTORS: Exercise = Exercise {
    name: "out_of_descriptors",
    read: "part 5, \"Running out of file descriptors\" (book/src/5-many/descriptors.md)",
};

/// What the system says when the process, or the whole machine, has no descriptor left: `EMFILE` and `ENFILE`, or
/// `WSAEMFILE` and `WSAENOBUFS`. None of them has an `ErrorKind` with a name.
const NO_DESCRIPTOR: [i32; 2] = if cfg!(windows) { [10024, 10055] } else { [24, 23] };

#[test]
fn a_client_is_accepted_however_long_the_shortage_lasts() {
    OUT_OF_DESCRIPTORS.check(
        "after 70,000 accepts that failed because of a shortage, the client that waits is accepted.",
        "a `?` or an `unwrap`, a list of shortages that is not complete, or a number of attempts after which you \
         give up. Some client will disconnect, and its descriptor becomes free.",
        || {
            let run = Run::after(shortage().take(70_000), |_| {});
            let accepted = value_of("`accept_next`", run.outcome);
            let waiting = value_of("local_addr", run.client.local_addr());
            same("the client's address", &accepted.peer_addr().ok(), &Some(waiting));
        },
    );
}

#[test]
fn there_is_one_pause_before_each_new_try() {
    OUT_OF_DESCRIPTORS.check(
        "after an accept that failed because of a shortage, there is one pause, and then the next accept.",
        "going on at once. `accept` will fail again, a million times a second, until some client disconnects. \
         Call `pause`, which stands here for a sleep, after each shortage, and for nothing else.",
        || {
            let steps = Run::after(shortage().take(3), |_| {}).steps;
            same("what your code did", &steps, &vec![Failed, Paused, Failed, Paused, Failed, Paused, Accepted]);
        },
    );
}

#[test]
fn whatever_is_not_known_to_pass_is_a_shortage() {
    OUT_OF_DESCRIPTORS.check(
        "after an accept that failed in any other way, also in an unusual one, there is a pause, and then the \
         next accept.",
        "a list of the kinds after which to pause. A shortage has many names: list the few that need none, and pause after \
         all others.",
        || {
            for kind in UNUSUAL {
                let run = Run::after([kind.into()], |_| {});
                value_of("`accept_next`", run.outcome);
                same(&format!("what your code did after {kind:?}"), &run.steps, &vec![Failed, Paused, Accepted]);
            }
        },
    );
}

#[test]
fn each_pause_is_long_enough_and_short_enough() {
    OUT_OF_DESCRIPTORS.check(
        "no pause is shorter than a millisecond or longer than a second, also not the thousandth.",
        "a pause that grows without end, or one of no length. A pause that doubles needs an upper limit.",
        || {
            let fits = Duration::from_millis(1)..=Duration::from_secs(1);
            let run = Run::after(shortage().take(1000), |time| {
                if !fits.contains(&time) {
                    fail(format!("your code pauses for {time:?}"));
                }
            });
            let pauses = run.steps.iter().filter(|step| **step == Paused).count();
            same("the number of pauses for 1,000 accepts that failed", &pauses, &1000);
        },
    );
}

#[test]
fn an_error_of_one_client_is_no_reason_for_a_pause() {
    OUT_OF_DESCRIPTORS.check(
        "after a client that gave up, or a signal, the next client is accepted without a pause, also in the \
         middle of a shortage.",
        "all errors are treated alike. These say nothing about the next accept, and a pause makes all clients \
         behind this one wait: a port scanner could slow your server down.",
        || {
            let paused = |_| fail("your code pauses, although nothing has run out");
            value_of("`accept_next`", Run::after(ONE_CLIENT.map(io::Error::from), paused).outcome);

            note("140,000 times, a client gives up or a signal arrives");
            let kinds = ONE_CLIENT.into_iter().cycle().take(140_000);
            let run = Run::after(kinds.map(io::Error::from), paused);
            value_of("`accept_next`, however many clients have given up", run.outcome);

            let mixed = [ErrorKind::OutOfMemory].into_iter().chain(ONE_CLIENT).chain([ErrorKind::Other]);
            let steps = Run::after(mixed.map(io::Error::from), |_| {}).steps;
            same("what your code did", &steps, &vec![Failed, Paused, Failed, Failed, Failed, Failed, Paused, Accepted]);
        },
    );
}

#[test]
fn a_client_that_is_there_at_once_is_accepted_at_once() {
    OUT_OF_DESCRIPTORS.check(
        "when nothing fails, there is one accept and no pause.",
        "a pause before the first attempt, or a second client that is accepted and thrown away.",
        || {
            let run = Run::after([], |_| {});
            value_of("`accept_next`", run.outcome);
            same("what your code did", &run.steps, &vec![Accepted]);
        },
    );
}

#[test]
fn a_closed_listener_is_given_up() {
    OUT_OF_DESCRIPTORS.check(
        "when the listener is closed for good, its error is returned as it is, and nothing is tried again.",
        "waiting for what will never change. A server that goes on trying a closed listener looks healthy to its \
         monitoring, so it is not restarted. Or your code returns another error in place of this one.",
        || {
            for before in [vec![], vec![ErrorKind::OutOfMemory, ErrorKind::Interrupted]] {
                let closed = io::Error::new(ErrorKind::InvalidInput, Closed);
                let pauses = before.contains(&ErrorKind::OutOfMemory);
                let failures = before.into_iter().map(io::Error::from).chain([closed]);
                let run = Run::after(failures, |_| {});
                match run.outcome {
                    Ok(_) => fail("your code tried again, and returned a client"),
                    Err(error) => {
                        let told = (error.kind(), error.to_string());
                        let expected = (ErrorKind::InvalidInput, "the listener is closed for good".to_owned());
                        same("the error", &told, &expected);
                        let itself = error.get_ref().and_then(|inner| inner.downcast_ref::<Closed>()).is_some();
                        same("the answer to \"is it the error of `accept`, and not another around it?\"", &itself, &true);
                    }
                }
                let expected = if pauses { vec![Failed, Paused, Failed, Failed] } else { vec![Failed] };
                same("what your code did", &run.steps, &expected);
            }
        },
    );
}

/// What has happened to the listener: the caller of `accept_next` may want to know it by its type.
#[derive(Debug)]
struct Closed;

impl Display for Closed {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("the listener is closed for good")
    }
}

impl Error for Closed {}

/// What says nothing about the next accept: a client that gave up (Unix and Windows name it differently), or a signal.
const ONE_CLIENT: [ErrorKind; 3] =
    [ErrorKind::ConnectionAborted, ErrorKind::Interrupted, ErrorKind::ConnectionReset];

/// Some of the ways in which accepting may fail, by the kinds that std gives them: none says that the next will not.
const UNUSUAL: [ErrorKind; 25] = [
    ErrorKind::OutOfMemory,
    ErrorKind::WouldBlock,
    ErrorKind::TimedOut,
    ErrorKind::PermissionDenied,
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
struct Run {
    client: TcpStream,
    outcome: io::Result<TcpStream>,
    steps: Vec<Step>,
}

/// What the learner's code did, and what came of it.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    Failed,
    Accepted,
    Paused,
}

impl Run {
    /// Accepting fails in these ways first, and then brings the client. `look` is given each pause.
    fn after(failures: impl IntoIterator<Item = io::Error>, look: impl Fn(Duration)) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        note("a client waits to be accepted");
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
            steps.borrow_mut().push(Accepted);
            listener.accept().map(|(client, _)| client)
        };
        let pause = |time| {
            if steps.borrow().len() < 2 * NOTED {
                note(format!("your code pauses for {time:?}"));
            }
            steps.borrow_mut().push(Paused);
            look(time);
        };
        step("waiting for `accept_next` to return");
        let outcome = accept_next(accept, pause);
        Self { client, outcome, steps: steps.into_inner() }
    }
}
