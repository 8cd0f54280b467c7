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
use testkit::grade::{Exercise, LIMIT, fail, note, same, value_of};

const TRY_AGAIN: Exercise = Exercise {
    name: "try_again",
    read: "part 4, \"When to try again, and when never\" (book/src/4-client/again.md)",
};

/// Costs money each time.
const PAYMENT: Request<'static> = Request { line: "pay 100", repeatable: false };

/// May be asked as often as one likes.
const QUESTION: Request<'static> = Request { line: "2+3", repeatable: true };

#[test]
fn a_failed_dial_is_tried_again_whatever_the_request() {
    TRY_AGAIN.check(
        "a dial that failed is tried again, also for a request that must not be done twice.",
        "the first error is returned, or a request that is not `repeatable` is never tried again. \
         Where there was no connection, the server cannot have done anything.",
        || {
            let run = run(&PAYMENT, &[Refused, Refused, Reply("paid")]);
            same("the reply", &value_of("`ask`", run.outcome), &"paid".to_owned());
        },
    );
}

#[test]
fn a_request_that_may_not_be_done_twice_is_sent_once() {
    TRY_AGAIN.check(
        "a request that is not repeatable is sent once, and a lost reply to it is an error.",
        "all errors are treated alike. After `dial` has succeeded, the request may be on its way, and it may have been \
         done: no reply does not mean no payment.",
        || {
            let run = run(&PAYMENT, &[Lost, Reply("paid")]);
            same("the list of requests that the server got", &run.requests, &vec!["pay 100\n".to_owned()]);
            same("the error", &run.outcome.map_err(|error| error.kind()), &Err(ErrorKind::UnexpectedEof));
        },
    );
}

#[test]
fn a_repeatable_request_is_sent_again_when_its_reply_is_lost() {
    TRY_AGAIN.check(
        "a repeatable request whose reply is lost is sent again, on a new connection.",
        "only the dial is tried again. What may be done twice may be asked for twice.",
        || {
            let run = run(&QUESTION, &[Lost, Refused, Lost, Reply("5")]);
            same("the reply", &value_of("`ask`", run.outcome), &"5".to_owned());
            same("the list of requests that the server got", &run.requests, &vec!["2+3\n".to_owned(); 3]);
        },
    );
}

#[test]
fn the_pauses_double_up_to_a_second() {
    TRY_AGAIN.check(
        "before each dial but the first is a pause, each twice as long as the one before, and none longer than 1 s.",
        "the pauses do not grow, or grow without a bound, or are not made with `pause`.",
        || {
            let run = run(&QUESTION, &[Refused, Refused, Refused, Refused, Refused, Refused, Refused, Reply("5")]);
            let expected = [100, 200, 400, 800, 1000, 1000, 1000].map(Duration::from_millis);
            same("the list of pauses", &run.pauses, &expected.to_vec());
        },
    );
}

#[test]
fn after_eight_dials_it_gives_up_with_the_last_error() {
    TRY_AGAIN.check(
        "after eight dials in vain it returns the last error, and does not pause before that.",
        "nothing counts the dials, or the pause comes before the question whether there will be another dial, \
         or an earlier error is told.",
        || {
            let mut turns = [Refused; 8];
            turns[7] = Denied;
            let run = run(&QUESTION, &turns);
            same("the error", &run.outcome.map_err(|error| error.kind()), &Err(ErrorKind::PermissionDenied));
            same("the number of pauses", &run.pauses.len(), &7);
        },
    );
}

#[test]
fn a_refusal_is_a_reply() {
    TRY_AGAIN.check(
        "whatever a reply says, it is the reply, and nothing is sent again.",
        "the reply is looked into. The server was reached, has understood, and has said no: it will say no again.",
        || {
            let run = run(&QUESTION, &[Reply("error: division by zero"), Reply("error: I said no")]);
            same("the reply", &value_of("`ask`", run.outcome), &"error: division by zero".to_owned());
            same("the list of requests that the server got", &run.requests, &vec!["2+3\n".to_owned()]);
        },
    );
}

/// What comes of one dial.
#[derive(Clone, Copy)]
enum Turn {
    /// Nobody listens.
    Refused,
    /// There will be no connection.
    Denied,
    /// The server gets the request, and is gone before it replies.
    Lost,
    /// The server replies.
    Reply(&'static str),
}
use Turn::{Denied, Lost, Refused, Reply};

/// What became of it all.
struct Run {
    outcome: io::Result<String>,
    requests: Vec<String>,
    pauses: Vec<Duration>,
}

/// Runs the learner's code; its dials have these turns.
fn run(request: &Request<'_>, turns: &[Turn]) -> Run {
    let server = RefCell::new(Server::new());
    let mut turns = turns.iter();
    let mut pauses = Vec::new();
    let dial = || match turns.next() {
        Some(&turn) => server.borrow_mut().dial(turn),
        None => fail("your code dials again, and it is time to stop"),
    };
    let pause = |length| {
        server.borrow_mut().listen();
        note(format!("your code pauses for {length:?}"));
        pauses.push(length);
    };
    let outcome = ask(request, dial, pause);
    let mut server = server.into_inner();
    server.listen();
    Run { outcome, requests: server.requests, pauses }
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
    fn dial(&mut self, turn: Turn) -> io::Result<TcpStream> {
        self.listen();
        let kind = match turn {
            Refused => Some(ErrorKind::ConnectionRefused),
            Denied => Some(ErrorKind::PermissionDenied),
            Lost | Reply(_) => None,
        };
        if let Some(kind) = kind {
            note(format!("your code dials: {kind}"));
            return Err(kind.into());
        }
        let theirs = TcpStream::connect(self.listener.local_addr()?)?;
        let (mut ours, _) = self.listener.accept()?;
        if let Reply(reply) = turn {
            note(format!("your code dials: connected, and the server will reply `{reply}`"));
            ours.write_all(format!("{reply}\n").as_bytes())?;
        } else {
            note("your code dials: connected, and the server will be gone before it replies");
            ours.shutdown(Shutdown::Write)?;
        }
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
