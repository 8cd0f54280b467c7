//! Retry with backoff.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    dead_code,
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments and its helper"
)]
mod exercise;

use checks::{Exercise, LIMIT, fail, note, same, value_of};
use exercise::{Request, ask};
use std::{
    cell::RefCell,
    io::{self, BufRead as _, BufReader, ErrorKind, Write as _},
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    time::Duration,
};
use testkit::Peer;

const RETRY_WITH_BACKOFF: Exercise = Exercise {
    name: "retry_with_backoff",
    read: "part 4, \"Retries and backoff\" (book/src/4-client/retries.md)",
};

/// A request that is not idempotent: each one costs money.
const PAYMENT: Request<'static> = Request { line: "pay 100", idempotent: false };

/// An idempotent request.
const CALCULATION: Request<'static> = Request { line: "2+3", idempotent: true };

#[test]
fn a_failed_connect_is_tried_again_whatever_the_request() {
    RETRY_WITH_BACKOFF.check(
        "after a failed `connect`, whatever its error, the code tries again, even if the request is not idempotent.",
        "the first error is returned, or a request that is not idempotent is never tried again, or only particular \
         errors are. Without a connection the server cannot have done anything.",
        || {
            let first = [
                ErrorKind::ConnectionRefused,
                ErrorKind::TimedOut,
                ErrorKind::NetworkUnreachable,
                ErrorKind::HostUnreachable,
                ErrorKind::PermissionDenied,
                ErrorKind::ConnectionReset,
                ErrorKind::Interrupted,
            ];
            let second = [
                ErrorKind::AddrNotAvailable,
                ErrorKind::UnexpectedEof,
                ErrorKind::BrokenPipe,
                ErrorKind::InvalidInput,
                ErrorKind::OutOfMemory,
                ErrorKind::WouldBlock,
                ErrorKind::Other,
            ];
            let third = [
                ErrorKind::ConnectionAborted,
                ErrorKind::Unsupported,
                ErrorKind::AddrInUse,
                ErrorKind::NotConnected,
                ErrorKind::NotFound,
                ErrorKind::InvalidData,
                ErrorKind::NetworkDown,
            ];
            for kinds in [first, second, third] {
                for request in [&PAYMENT, &CALCULATION] {
                    let turns: Vec<_> = kinds.into_iter().map(Fails).chain([Reply("done")]).collect();
                    let run = run(request, &turns);
                    same("the reply", &value_of("`ask`", run.outcome), &"done".to_owned());
                    same("the list of requests that the server got", &run.requests, &vec![request.line.to_owned() + "\n"]);
                    same("the list of what your code did", &run.steps, &attempts_and_pauses(8));
                }
            }
        },
    );
}

#[test]
fn a_request_that_is_not_idempotent_is_sent_once() {
    RETRY_WITH_BACKOFF.check(
        "a request that is not idempotent is sent once, and if its reply is lost, that is an error.",
        "the code treats the errors before and after a successful `connect` alike, or misses some of those after it. \
         Once there is a connection, the request may have been carried out: no reply does not mean no payment.",
        || {
            for lost in [Lost, Cut("pa")] {
                for attempts in 1..=3 {
                    let mut turns = vec![Fails(ErrorKind::ConnectionRefused); attempts - 1];
                    turns.extend([lost, Reply("paid")]);
                    let run = run(&PAYMENT, &turns);
                    same("the list of requests that the server got", &run.requests, &vec!["pay 100\n".to_owned()]);
                    same("the error", &run.outcome.map_err(|error| error.kind()), &Err(ErrorKind::UnexpectedEof));
                    same("the list of what your code did", &run.steps, &attempts_and_pauses(attempts));
                }
            }
            let run = run(&PAYMENT, &[Reset, Reply("paid")]);
            if run.outcome.is_ok() {
                fail("your code returned a reply, which it can only have by sending the request twice");
            }
            same("the list of what your code did", &run.steps, &attempts_and_pauses(1));
            // This reply is none, and the request was done.
            let garbled = self::run(&PAYMENT, &[Garbled, Reply("paid")]);
            same("the list of requests that the server got", &garbled.requests, &vec!["pay 100\n".to_owned()]);
            same("the error", &garbled.outcome.map_err(|error| error.kind()), &Err(ErrorKind::InvalidData));
        },
    );
}

#[test]
fn an_idempotent_request_is_sent_again_when_its_reply_is_lost() {
    RETRY_WITH_BACKOFF.check(
        "an idempotent request whose reply is lost, in whatever way, is sent again, on a new connection, after a \
         pause.",
        "the code tries again only after a failed `connect`, or only after some errors, or without a pause. An \
         idempotent request may be sent twice.",
        || {
            let refused = Fails(ErrorKind::ConnectionRefused);
            let run = run(&CALCULATION, &[Lost, refused, Lost, Reset, Cut("1"), Reply("5")]);
            same("the reply", &value_of("`ask`", run.outcome), &"5".to_owned());
            same("the list of requests that the server got", &run.requests, &vec!["2+3\n".to_owned(); 4]);
            same("the list of what your code did", &run.steps, &attempts_and_pauses(6));
        },
    );
}

#[test]
fn the_pauses_double_up_to_a_second() {
    RETRY_WITH_BACKOFF.check(
        "before each attempt except the first there is a pause, each twice as long as the one before, and none \
         longer than 1 s.",
        "the pauses do not grow, or grow without a limit, or start again after a connection, or do not use `pause`.",
        || {
            for failure in [Fails(ErrorKind::ConnectionRefused), Lost] {
                let mut turns = [failure; 8];
                turns[7] = Reply("5");
                let run = run(&CALCULATION, &turns);
                let pauses: Vec<_> = run.steps.iter().filter_map(Step::pause).collect();
                let expected = [100, 200, 400, 800, 1000, 1000, 1000].map(Duration::from_millis);
                same("the list of pauses", &pauses, &expected.to_vec());
                same("the list of what your code did", &run.steps, &attempts_and_pauses(8));
            }
        },
    );
}

#[test]
fn after_eight_attempts_it_gives_up_with_the_last_error() {
    RETRY_WITH_BACKOFF.check(
        "after eight failed attempts the last error is returned, without another pause.",
        "the attempts are not counted, or only the failed calls of `connect` are, or the pause comes before the \
         check for the last attempt, or an earlier error is returned.",
        || {
            let mut turns = [Fails(ErrorKind::ConnectionRefused); 8];
            turns[7] = Fails(ErrorKind::PermissionDenied);
            for request in [&CALCULATION, &PAYMENT] {
                let run = run(request, &turns);
                let error = run.outcome.map_err(|error| (error.kind(), error.to_string()));
                let expected = (ErrorKind::PermissionDenied, "attempt 8 failed: permission denied".to_owned());
                same("the error", &error, &Err(expected));
                same("the list of what your code did", &run.steps, &attempts_and_pauses(8));
            }
            turns[7] = Lost;
            for turns in [turns, [Lost; 8]] {
                let run = run(&CALCULATION, &turns);
                same("the error", &run.outcome.map_err(|error| error.kind()), &Err(ErrorKind::UnexpectedEof));
                same("the list of what your code did", &run.steps, &attempts_and_pauses(8));
            }
        },
    );
}

#[test]
fn an_error_reply_is_a_reply() {
    RETRY_WITH_BACKOFF.check(
        "whatever a reply says, it is the reply, and nothing is sent again.",
        "the code looks into the reply. The server has read the request and has replied: it would send the same \
         reply again.",
        || {
            for reply in ["error: division by zero", "5", "", " 5 ", "error: Zu groß", &*"1".repeat(20 << 10).leak(), "5\r", "busy: the server is full, try again later"] {
                for request in [&CALCULATION, &PAYMENT] {
                    let run = run(request, &[Reply(reply), Reply("another reply")]);
                    same("the reply", &value_of("`ask`", run.outcome), &reply.to_owned());
                    same("the list of requests that the server got", &run.requests, &vec![request.line.to_owned() + "\n"]);
                    same("the list of what your code did", &run.steps, &attempts_and_pauses(1));
                }
            }
        },
    );
}

/// What one attempt leads to.
#[derive(Clone, Copy)]
enum Turn {
    /// There is no connection.
    Fails(ErrorKind),
    /// The server gets the request, and closes before it replies.
    Lost,
    /// The server gets the request, and closes after this much of the reply.
    Cut(&'static str),
    /// The reply is not UTF-8.
    Garbled,
    /// The server resets the connection.
    Reset,
    /// The server replies.
    Reply(&'static str),
}
use Turn::{Cut, Fails, Garbled, Lost, Reply, Reset};

/// What the learner's code did.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    Connect,
    Pause(Duration),
}

impl Step {
    fn pause(&self) -> Option<Duration> {
        match self {
            Self::Connect => None,
            Self::Pause(length) => Some(*length),
        }
    }
}

/// What the code has to do for this many attempts.
fn attempts_and_pauses(attempts: usize) -> Vec<Step> {
    let pauses =
        [100, 200, 400, 800, 1000, 1000, 1000].map(|length| Step::Pause(Duration::from_millis(length)));
    let again = pauses.into_iter().take(attempts - 1).flat_map(|pause| [pause, Step::Connect]);
    [Step::Connect].into_iter().chain(again).collect()
}

/// The outcome, and all that was recorded on the way.
struct Run {
    outcome: io::Result<String>,
    requests: Vec<String>,
    steps: Vec<Step>,
}

/// Runs the learner's code; its attempts lead to these turns.
fn run(request: &Request<'_>, turns: &[Turn]) -> Run {
    note(format!(
        "the request is `{}`, which is {}idempotent",
        request.line,
        if request.idempotent { "" } else { "not " }
    ));
    let server = RefCell::new(Server::new());
    let steps = RefCell::new(Vec::new());
    let mut turns = (1..).zip(turns);
    let connect = || {
        steps.borrow_mut().push(Step::Connect);
        match turns.next() {
            Some((number, &turn)) => server.borrow_mut().connect(number, turn),
            None => fail("your code tries to connect again after its last attempt"),
        }
    };
    let pause = |length| {
        server.borrow_mut().read_request();
        note(format!("your code pauses for {length:?}"));
        steps.borrow_mut().push(Step::Pause(length));
    };
    let outcome = ask(request, connect, pause);
    let mut server = server.into_inner();
    server.read_request();
    Run { outcome, requests: server.requests, steps: steps.into_inner() }
}

/// The server side of all connections.
struct Server {
    listener: TcpListener,
    /// The connection whose request has not been read yet.
    connection: Option<TcpStream>,
    requests: Vec<String>,
}

impl Server {
    fn new() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
        Self { listener, connection: None, requests: Vec::new() }
    }

    /// A connection that goes as planned. The server sends its reply in advance.
    fn connect(&mut self, number: u32, turn: Turn) -> io::Result<TcpStream> {
        self.read_request();
        if let Fails(kind) = turn {
            note(format!("your code calls `connect`: {kind}"));
            return Err(io::Error::new(kind, format!("attempt {number} failed: {kind}")));
        }
        let theirs = TcpStream::connect(self.listener.local_addr()?)?;
        let (mut ours, _) = self.listener.accept()?;
        let story = match turn {
            Reply(reply) => {
                ours.write_all(format!("{reply}\n").as_bytes())?;
                format!("the server will reply `{}`", &reply[..reply.len().min(40)])
            }
            Cut(start) => {
                ours.write_all(start.as_bytes())?;
                ours.shutdown(Shutdown::Write)?;
                format!("the server will send `{start}` and close")
            }
            Garbled => {
                ours.write_all(b"\xff\n")?;
                "the server will reply with bytes that are not UTF-8".to_owned()
            }
            Reset => {
                Peer::from(ours).reset();
                note("your code calls `connect`: connected, and the server resets the connection");
                return Ok(theirs);
            }
            Lost | Fails(_) => {
                ours.shutdown(Shutdown::Write)?;
                "the server will close before it replies".to_owned()
            }
        };
        note(format!("your code calls `connect`: connected, and {story}"));
        self.connection = Some(ours);
        Ok(theirs)
    }

    /// Reads the request from the last connection, if there is one.
    fn read_request(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        connection.set_read_timeout(Some(LIMIT)).expect("the limit is not 0");
        let mut request = String::new();
        if let Err(error) = BufReader::new(connection).read_line(&mut request) {
            fail(format!("your code kept a connection without sending a request over it ({error})"));
        }
        if !request.is_empty() {
            note(format!("the server has received `{}`", request.escape_debug()));
            self.requests.push(request);
        }
    }
}
