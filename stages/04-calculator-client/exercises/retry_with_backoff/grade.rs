//! Try again, where that is right.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    dead_code,
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments and its helper"
)]
mod exercise;

use exercise::{Request, ask};
use std::{
    cell::RefCell,
    io::{self, BufRead as _, BufReader, ErrorKind, Write as _},
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    time::Duration,
};
use testkit::{
    Peer,
    grade::{Exercise, LIMIT, fail, note, same, value_of},
};

const RETRY_WITH_BACKOFF: Exercise = Exercise {
    name: "retry_with_backoff",
    read: "part 4, \"Retries and backoff\" (book/src/4-client/retries.md)",
};

/// Costs money each time.
const PAYMENT: Request<'static> = Request { line: "pay 100", repeatable: false };

/// May be asked as often as one likes.
const QUESTION: Request<'static> = Request { line: "2+3", repeatable: true };

#[test]
fn a_failed_dial_is_tried_again_whatever_the_request() {
    RETRY_WITH_BACKOFF.check(
        "a dial that failed, in whatever way, is tried again, also for a request that must not be done twice.",
        "the first error is returned, or a request that is not `repeatable` is never tried again, or a particular error is \
         looked for. Where there was no connection, the server cannot have done anything.",
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
                for request in [&PAYMENT, &QUESTION] {
                    let turns: Vec<_> = kinds.into_iter().map(Fails).chain([Reply("done")]).collect();
                    let run = run(request, &turns);
                    same("the reply", &value_of("`ask`", run.outcome), &"done".to_owned());
                    same("the list of requests that the server got", &run.requests, &vec![request.line.to_owned() + "\n"]);
                    same("the list of what your code did", &run.steps, &dials_and_pauses(8));
                }
            }
        },
    );
}

#[test]
fn a_request_that_may_not_be_done_twice_is_sent_once() {
    RETRY_WITH_BACKOFF.check(
        "a request that is not repeatable is sent once, and a lost reply to it is an error.",
        "all errors are treated alike, or not all that come after `dial` has succeeded. From then on, the request may be on \
         its way, and it may have been done: no reply does not mean no payment.",
        || {
            for lost in [Lost, Cut("pa")] {
                for dials in 1..=3 {
                    let mut turns = vec![Fails(ErrorKind::ConnectionRefused); dials - 1];
                    turns.extend([lost, Reply("paid")]);
                    let run = run(&PAYMENT, &turns);
                    same("the list of requests that the server got", &run.requests, &vec!["pay 100\n".to_owned()]);
                    same("the error", &run.outcome.map_err(|error| error.kind()), &Err(ErrorKind::UnexpectedEof));
                    same("the list of what your code did", &run.steps, &dials_and_pauses(dials));
                }
            }
            let run = run(&PAYMENT, &[Reset, Reply("paid")]);
            if run.outcome.is_ok() {
                fail("your code returned a reply, which it can only have by asking twice");
            }
            same("the list of what your code did", &run.steps, &dials_and_pauses(1));
            // This reply is none, and the request was done.
            let garbled = self::run(&PAYMENT, &[Garbled, Reply("paid")]);
            same("the list of requests that the server got", &garbled.requests, &vec!["pay 100\n".to_owned()]);
            same("the error", &garbled.outcome.map_err(|error| error.kind()), &Err(ErrorKind::InvalidData));
        },
    );
}

#[test]
fn a_repeatable_request_is_sent_again_when_its_reply_is_lost() {
    RETRY_WITH_BACKOFF.check(
        "a repeatable request whose reply is lost, in whatever way, is sent again, on a new connection, after a pause.",
        "only the dial is tried again, or only some errors are, or without a pause. What may be done twice may be asked for twice.",
        || {
            let refused = Fails(ErrorKind::ConnectionRefused);
            let run = run(&QUESTION, &[Lost, refused, Lost, Reset, Cut("1"), Reply("5")]);
            same("the reply", &value_of("`ask`", run.outcome), &"5".to_owned());
            same("the list of requests that the server got", &run.requests, &vec!["2+3\n".to_owned(); 4]);
            same("the list of what your code did", &run.steps, &dials_and_pauses(6));
        },
    );
}

#[test]
fn the_pauses_double_up_to_a_second() {
    RETRY_WITH_BACKOFF.check(
        "before each dial but the first is a pause, each twice as long as the one before, and none longer than 1 s.",
        "the pauses do not grow, or grow without a bound, or begin again after a connection, or are not made with `pause`.",
        || {
            for failure in [Fails(ErrorKind::ConnectionRefused), Lost] {
                let mut turns = [failure; 8];
                turns[7] = Reply("5");
                let run = run(&QUESTION, &turns);
                let pauses: Vec<_> = run.steps.iter().filter_map(Step::pause).collect();
                let expected = [100, 200, 400, 800, 1000, 1000, 1000].map(Duration::from_millis);
                same("the list of pauses", &pauses, &expected.to_vec());
                same("the list of what your code did", &run.steps, &dials_and_pauses(8));
            }
        },
    );
}

#[test]
fn after_eight_dials_it_gives_up_with_the_last_error() {
    RETRY_WITH_BACKOFF.check(
        "after eight dials in vain it returns the last error, and does not pause before that.",
        "nothing counts the dials, or only those that failed, or the pause comes before the question whether there will be \
         another dial, or an earlier error is told.",
        || {
            let mut turns = [Fails(ErrorKind::ConnectionRefused); 8];
            turns[7] = Fails(ErrorKind::PermissionDenied);
            for request in [&QUESTION, &PAYMENT] {
                let run = run(request, &turns);
                let error = run.outcome.map_err(|error| (error.kind(), error.to_string()));
                let expected = (ErrorKind::PermissionDenied, "dial 8 failed: permission denied".to_owned());
                same("the error", &error, &Err(expected));
                same("the list of what your code did", &run.steps, &dials_and_pauses(8));
            }
            turns[7] = Lost;
            for turns in [turns, [Lost; 8]] {
                let run = run(&QUESTION, &turns);
                same("the error", &run.outcome.map_err(|error| error.kind()), &Err(ErrorKind::UnexpectedEof));
                same("the list of what your code did", &run.steps, &dials_and_pauses(8));
            }
        },
    );
}

#[test]
fn a_refusal_is_a_reply() {
    RETRY_WITH_BACKOFF.check(
        "whatever a reply says, it is the reply, and nothing is sent again.",
        "the reply is looked into. The server was reached, has understood, and has said no: it will say no again.",
        || {
            for reply in ["error: division by zero", "5", "", " 5 ", "error: Zu groß", &*"1".repeat(20 << 10).leak(), "5\r", "busy: the server is full, try again later"] {
                for request in [&QUESTION, &PAYMENT] {
                    let run = run(request, &[Reply(reply), Reply("another reply")]);
                    same("the reply", &value_of("`ask`", run.outcome), &reply.to_owned());
                    same("the list of requests that the server got", &run.requests, &vec![request.line.to_owned() + "\n"]);
                    same("the list of what your code did", &run.steps, &dials_and_pauses(1));
                }
            }
        },
    );
}

/// What comes of one dial.
#[derive(Clone, Copy)]
enum Turn {
    /// There will be no connection.
    Fails(ErrorKind),
    /// The server gets the request, and is gone before it replies.
    Lost,
    /// The server gets the request, and is gone when it has said this much of the reply.
    Cut(&'static str),
    /// The server replies with what is no text.
    Garbled,
    /// The server breaks the connection.
    Reset,
    /// The server replies.
    Reply(&'static str),
}
use Turn::{Cut, Fails, Garbled, Lost, Reply, Reset};

/// What the learner's code did.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    Dial,
    Pause(Duration),
}

impl Step {
    fn pause(&self) -> Option<Duration> {
        match self {
            Self::Dial => None,
            Self::Pause(length) => Some(*length),
        }
    }
}

/// What has to be done for this many dials.
fn dials_and_pauses(dials: usize) -> Vec<Step> {
    let pauses =
        [100, 200, 400, 800, 1000, 1000, 1000].map(|length| Step::Pause(Duration::from_millis(length)));
    let again = pauses.into_iter().take(dials - 1).flat_map(|pause| [pause, Step::Dial]);
    [Step::Dial].into_iter().chain(again).collect()
}

/// What became of it all.
struct Run {
    outcome: io::Result<String>,
    requests: Vec<String>,
    steps: Vec<Step>,
}

/// Runs the learner's code; its dials have these turns.
fn run(request: &Request<'_>, turns: &[Turn]) -> Run {
    note(format!(
        "your code asks `{}`, which is {}repeatable",
        request.line,
        if request.repeatable { "" } else { "not " }
    ));
    let server = RefCell::new(Server::new());
    let steps = RefCell::new(Vec::new());
    let mut turns = (1..).zip(turns);
    let dial = || {
        steps.borrow_mut().push(Step::Dial);
        match turns.next() {
            Some((number, &turn)) => server.borrow_mut().dial(number, turn),
            None => fail("your code dials again, and it is time to stop"),
        }
    };
    let pause = |length| {
        server.borrow_mut().listen();
        note(format!("your code pauses for {length:?}"));
        steps.borrow_mut().push(Step::Pause(length));
    };
    let outcome = ask(request, dial, pause);
    let mut server = server.into_inner();
    server.listen();
    Run { outcome, requests: server.requests, steps: steps.into_inner() }
}

/// The other end of all connections.
struct Server {
    listener: TcpListener,
    /// The connection over which no request has come yet.
    connection: Option<TcpStream>,
    requests: Vec<String>,
}

impl Server {
    fn new() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
        Self { listener, connection: None, requests: Vec::new() }
    }

    /// A connection that will go as this turn tells. What the server has to say in it, it says in advance.
    fn dial(&mut self, number: u32, turn: Turn) -> io::Result<TcpStream> {
        self.listen();
        if let Fails(kind) = turn {
            note(format!("your code dials: {kind}"));
            return Err(io::Error::new(kind, format!("dial {number} failed: {kind}")));
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
                format!("the server will be gone when it has said `{start}`")
            }
            Garbled => {
                ours.write_all(b"\xff\n")?;
                "the server will reply with what is not UTF-8".to_owned()
            }
            Reset => {
                Peer::from(ours).reset();
                note("your code dials: connected, and the server breaks the connection");
                return Ok(theirs);
            }
            Lost | Fails(_) => {
                ours.shutdown(Shutdown::Write)?;
                "the server will be gone before it replies".to_owned()
            }
        };
        note(format!("your code dials: connected, and {story}"));
        self.connection = Some(ours);
        Ok(theirs)
    }

    /// Takes the request that has come over the last connection, if one has.
    fn listen(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        connection.set_read_timeout(Some(LIMIT)).expect("the limit is not 0");
        let mut request = String::new();
        if let Err(error) = BufReader::new(connection).read_line(&mut request) {
            fail(format!("your code kept a connection without sending a request over it ({error})"));
        }
        if !request.is_empty() {
            note(format!("the server has got `{}`", request.escape_debug()));
            self.requests.push(request);
        }
    }
}
