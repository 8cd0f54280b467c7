//! Pipelining without a deadlock.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{Exercise, LIMIT, TapOptions, TestConnection, fail, note, same, same_bytes, step, value_of};
use exercise::ask_all;
use std::{
    io::{self, ErrorKind, Read as _},
    net::TcpStream,
    sync::{
        Arc,
        mpsc::{self, RecvTimeoutError},
    },
    time::Duration,
};

const PIPELINING: Exercise = Exercise {
    name: "pipelining",
    read: "part 4, \"Pipelining and its deadlock\" (book/src/4-client/pipelining.md)",
};

/// The check that moves 64 MiB takes about a second; a hang is noticed long before this.
const LONG: Duration = Duration::from_secs(50);

/// The number of short requests that are sent before the first reply.
const MANY: usize = 10_000;

/// How many long requests there are, and how long each is with its end: 64 MiB.
const COUNT: usize = 64 * 1024;
const LENGTH: usize = 1024;

#[test]
fn sixty_four_mebibytes_of_requests_get_their_replies() {
    PIPELINING.check_within(
        LONG,
        "64 MiB of requests get their replies, from a server that stops reading while its replies are not read.",
        "everything is sent before the first reply is read (or the sending thread is joined before it). Sending and \
         receiving have to go on at the same time, because each may block until the server reads or writes.",
        || {
            let requests = Arc::new(requests(COUNT));
            let asked = Arc::clone(&requests);
            let mut talk = TestConnection::tapped(small_buffers(), move |tap| {
                let mut replies = Replies { requests: &asked, count: 0, wrong: None };
                let outcome = ask_all(tap.socket(), &asked, |reply| replies.check(reply));
                (outcome, replies.count, replies.wrong)
            });
            talk.echo((COUNT * LENGTH) as u64).half_close();
            let (outcome, count, wrong) = talk.finish();
            if let Some((index, reply)) = wrong {
                let expected = requests.get(index).map_or("", String::as_str);
                same_bytes(&format!("reply {} of {COUNT}", index + 1), reply, expected);
            }
            value_of("`ask_all`", outcome);
            same("the number of replies that were passed on", &count, &COUNT);
        },
    );
}

#[test]
fn all_requests_are_sent_before_the_first_reply_comes() {
    PIPELINING.check(
        "all requests are sent although no reply has arrived.",
        "a request waits for the reply to the one before it, or to an earlier one; or requests stay in a buffer that \
         is not flushed.",
        || {
            let mut talk = TestConnection::with(|tap| ask(tap.socket(), &["1", "2", "3"]));
            talk.expect("1\n2\n3\n").send("10\n20\n30\n").half_close();
            replies_are(talk.finish(), &["10", "20", "30"]);
            // However many they are.
            let requests: Vec<_> = (0..MANY).map(|number| number.to_string()).collect();
            let lines = requests.join("\n") + "\n";
            let mut talk = TestConnection::with(move |tap| {
                let mut count = 0;
                (ask_all(tap.socket(), &requests, |_| count += 1), count)
            });
            talk.expect(&lines).send(&lines).half_close();
            let (outcome, count) = talk.finish();
            value_of("`ask_all`", outcome);
            same("the number of replies that were passed on", &count, &MANY);
        },
    );
}

#[test]
fn requests_and_replies_are_lines_as_they_are() {
    PIPELINING.check_within(
        3 * LIMIT,
        "requests are sent unchanged, and replies are passed on unchanged, without their `\\n`: empty, with spaces, \
         long, not ASCII.",
        "a line is trimmed, or skipped when it is empty, or truncated where a buffer ends or at a limit of your own, or each byte is taken for \
         a character.",
        || {
            let long = "x".repeat(4 << 20);
            let lines = ["", " 1 ", "2\r", "zwölf €", "", &long, "3"];
            let replies = ["", " a\r", &long, "", "\t", "zwölf €", ""];
            let requests = lines.map(str::to_owned);
            let mut talk = TestConnection::with(move |tap| {
                let mut replies = Vec::new();
                (ask_all(tap.socket(), &requests, |reply| replies.push(reply)), replies)
            });
            talk.expect(lines.join("\n") + "\n").send(replies.join("\n") + "\n");
            let (outcome, received) = talk.finish();
            value_of("`ask_all`", outcome);
            for (number, (received, reply)) in (1..).zip(received.iter().zip(replies)) {
                same_bytes(&format!("reply {number}"), received, reply);
            }
            same("the number of replies that were passed on", &received.len(), &replies.len());
        },
    );
}

#[test]
fn all_of_each_request_is_sent() {
    PIPELINING.check(
        "requests of a megabyte are sent whole, although a signal interrupts the write.",
        "a single `write`. It may take fewer bytes than it is offered, and returns how many it took. A blocking write \
         usually takes all of them, but not if a signal interrupts it. `write_all` calls `write` again until everything \
         is taken.",
        || {
            let requests = ["a", "b", "c"].map(|letter| letter.repeat(1 << 20));
            let lines = requests.join("\n") + "\n";
            let mut talk = TestConnection::tapped(small_buffers(), move |tap| {
                let mut replies = Vec::new();
                (ask_all(tap.socket(), &requests, |reply| replies.push(reply)), replies)
            });
            // The server does not read yet, so the write takes what the buffers hold, and waits.
            talk.interrupt_a_write();
            note("the server reads");
            step("waiting for all bytes of the requests");
            let mut received = vec![0; lines.len()];
            let mut socket = talk.socket();
            let _ = socket.set_read_timeout(Some(LIMIT / 2));
            let outcome = socket.read_exact(&mut received);
            // The kind of a timeout depends on the system.
            let waits = [ErrorKind::WouldBlock, ErrorKind::TimedOut];
            if outcome.as_ref().is_err_and(|error| !waits.contains(&error.kind())) {
                // Code that has ended says why.
                value_of("`ask_all`", talk.finish().0);
                fail("your code ended before it had sent all of each request");
            }
            if outcome.is_err() || received != lines.as_bytes() {
                fail("the server did not receive all of each request");
            }
            talk.send("1\n2\n3\n");
            replies_are(talk.finish(), &["1", "2", "3"]);
        },
    );
}

#[test]
fn without_requests_nothing_is_sent_or_read() {
    PIPELINING.check(
        "without requests nothing is sent, no reply is waited for, and the result is `Ok`.",
        "the code reads a reply before it checks how many there are to come, or assumes that the list has a last \
         element.",
        || {
            let mut talk = TestConnection::with(|tap| {
                let none = ask(tap.socket(), &[]);
                (none, ask(tap.socket(), &["1"]))
            });
            talk.expect("1\n").send("10\n");
            let (none, one) = talk.finish();
            replies_are(none, &[]);
            replies_are(one, &["10"]);
        },
    );
}

#[test]
fn each_reply_is_passed_on_as_soon_as_it_arrives() {
    PIPELINING.check(
        "a reply is passed on before the next one has arrived.",
        "the replies are collected, and passed on at the end. A program that pipelines a million requests has no \
         memory for a million replies.",
        || {
            let (taking, taken) = mpsc::channel();
            let mut talk = TestConnection::with(move |tap| {
                let requests = ["1", "2"].map(String::from);
                ask_all(tap.socket(), &requests, |reply| drop(taking.send(reply)))
            });
            // The beginning of the second reply arrives with it, and must not delay it.
            talk.send("10\n2");
            match taken.recv_timeout(LIMIT) {
                Ok(reply) => same_bytes("the first reply that was passed on", reply, "10"),
                Err(RecvTimeoutError::Timeout) => {
                    fail("waiting for the first reply to be passed on took too long")
                }
                Err(RecvTimeoutError::Disconnected) => {
                    value_of("`ask_all`", talk.finish());
                    fail("your code returned before it had passed on a reply")
                }
            }
            talk.send("0\n").half_close();
            value_of("`ask_all`", talk.finish());
            let second = taken.recv_timeout(LIMIT).unwrap_or_default();
            same_bytes("the second reply that was passed on", second, "20");
        },
    );
}

#[test]
fn the_connection_can_be_used_again() {
    PIPELINING.check(
        "when all replies have arrived, the call returns, and the connection can be used again.",
        "the code waits for the end of the stream, or shuts the connection down, or leaves a timeout on it. You know \
         how many replies there are to come.",
        || {
            let mut talk = TestConnection::with(|tap| {
                let first = ask(tap.socket(), &["1", "2"]);
                let timeouts = [tap.socket().read_timeout(), tap.socket().write_timeout()];
                (first, timeouts.map(|timeout| timeout.ok().flatten()), ask(tap.socket(), &["3"]))
            });
            talk.send("10\n20\n").expect("1\n2\n3\n").send("30\n");
            let (first, timeouts, second) = talk.finish();
            replies_are(first, &["10", "20"]);
            same(
                "the list of timeouts that the connection has now, of reads and of writes",
                &timeouts,
                &[None; 2],
            );
            replies_are(second, &["30"]);
        },
    );
}

#[test]
fn a_missing_reply_is_an_error() {
    PIPELINING.check(
        "when a reply is missing or truncated, the result is an error.",
        "the end of the stream is taken for the end of the replies, or for the end of a line.",
        || {
            for (replies, whole) in
                [(&b""[..], 0), (b"1", 0), (b"10\n", 1), (b"10\n2", 1), (b"10\n\xe2\x82", 1), (b"10\n\r", 1)]
            {
                let mut talk = TestConnection::with(|tap| ask(tap.socket(), &["1", "2"]));
                talk.send(replies).half_close();
                let (outcome, received) = talk.finish();
                same("the number of replies that were passed on", &received.len(), &whole);
                fails((outcome, received));
            }
        },
    );
}

#[test]
fn a_failed_connection_is_an_error() {
    PIPELINING.check(
        "when the connection fails, the result is an error, even while requests are still being sent.",
        "an error of a read is taken for the end of the replies, or an error of a write is ignored.",
        || {
            let mut talk = TestConnection::with(|tap| ask(tap.socket(), &["1", "2"]));
            talk.expect("1\n2\n").send("10\n");
            fails(talk.reset().finish());
            let requests = requests(COUNT / 16);
            let mut talk = TestConnection::tapped(small_buffers(), move |tap| {
                let mut replies = Vec::new();
                let outcome = ask_all(tap.socket(), &requests, |reply| replies.push(reply));
                (outcome, replies)
            });
            talk.expect("00000+1+1");
            fails(talk.reset().finish());
            // All replies arrive, and then the connection fails before everything is sent.
            let requests = self::requests(COUNT / 16);
            let count = requests.len();
            let (taking, taken) = mpsc::channel();
            let mut talk = TestConnection::tapped(small_buffers(), move |tap| {
                let outcome = ask_all(tap.socket(), &requests, |reply| drop(taking.send(reply)));
                (outcome, Vec::new())
            });
            talk.send("1\n".repeat(count));
            step("waiting for the last reply to be passed on");
            for _ in 0..count {
                if taken.recv_timeout(LIMIT).is_err() {
                    break;
                }
            }
            fails(talk.reset().finish());
        },
    );
}

#[test]
fn an_error_ends_a_blocked_sender() {
    PIPELINING.check(
        "when the replies end too early, the call returns although the server no longer reads.",
        "the code waits for the sending thread, which is blocked in `write`, because the server no longer reads. \
         (`thread::scope` waits for its threads too.) Shut the connection down: then that `write` returns with an \
         error.",
        || {
            let requests = requests(COUNT / 16);
            let mut talk = TestConnection::tapped(small_buffers(), move |tap| {
                let mut replies = Vec::new();
                let outcome = ask_all(tap.socket(), &requests, |reply| replies.push(reply));
                (outcome, replies)
            });
            talk.send("10\n").half_close();
            fails(talk.finish());
        },
    );
}

/// Small buffers on every machine: large ones would hide the deadlock.
fn small_buffers() -> TapOptions {
    TapOptions { buffers: Some(128 * 1024), ..TapOptions::default() }
}

/// Each starts with its number, so that they differ, and is padded to its length.
fn requests(count: usize) -> Vec<String> {
    let rest = "+1".repeat(LENGTH);
    (0..count).map(|number| format!("{number:05}{}", &rest[..LENGTH - 6])).collect()
}

/// Counts the replies, and keeps the first wrong one.
struct Replies<'a> {
    requests: &'a [String],
    count: usize,
    wrong: Option<(usize, String)>,
}

impl Replies<'_> {
    fn check(&mut self, reply: String) {
        if self.wrong.is_none() && self.requests.get(self.count) != Some(&reply) {
            self.wrong = Some((self.count, reply));
        }
        self.count += 1;
    }
}

/// What the learner's code returned, and the replies that it passed on.
type Outcome = (io::Result<()>, Vec<String>);

fn ask(connection: &TcpStream, requests: &[&str]) -> Outcome {
    let requests: Vec<_> = requests.iter().map(|&request| request.to_owned()).collect();
    let mut replies = Vec::new();
    (ask_all(connection, &requests, |reply| replies.push(reply)), replies)
}

fn replies_are((outcome, replies): Outcome, expected: &[&str]) {
    value_of("`ask_all`", outcome);
    same(
        "the list of replies that were passed on",
        &replies.iter().map(String::as_str).collect(),
        &expected.to_vec(),
    );
}

fn fails((outcome, replies): Outcome) {
    if outcome.is_ok() {
        fail(format!("your code returned `Ok`, after these replies: {replies:?}"));
    }
}
