//! Two replies in one segment.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    dead_code,
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one type, and a stub has yet to use its fields and arguments"
)]
mod exercise;

use checks::{
    Exercise, LIMIT, LongLine, Tap, TapOptions, TestConnection, WAYS_TO_BREAK, fail, note, same, same_bytes,
    value_of,
};
use exercise::Replies;
use std::io::ErrorKind;

const TWO_REPLIES_AT_ONCE: Exercise = Exercise {
    name: "two_replies_at_once",
    read: "part 4, \"Requests and replies\" (book/src/4-client/requests.md)",
};

#[test]
fn of_two_replies_in_one_segment_both_are_given() {
    TWO_REPLIES_AT_ONCE.check(
        "of two replies that arrive together, both are returned, one per call.",
        "the bytes that a read returned beyond the first reply are thrown away, or returned with it. A buffer that \
         lives only as long as one call loses its contents when the call ends.",
        || {
            let mut talk = TestConnection::with(all_replies);
            talk.send("14\n15\n").half_close();
            replies_are(talk.finish(), &["14", "15"], &Ok(None));
        },
    );
}

#[test]
fn a_buffered_reply_needs_no_read() {
    TWO_REPLIES_AT_ONCE.check(
        "a reply that has been read already is returned at once, although nothing more arrives.",
        "the code reads before it looks into its buffer. If both replies arrived together, there is nothing more to \
         read: look into the buffer first.",
        || {
            let mut talk = TestConnection::with(|tap| {
                let mut replies = Replies::over(tap);
                let [first, second] = [replies.receive(), replies.receive()];
                [first, second].map(|reply| reply.ok().flatten().unwrap_or_default())
            });
            talk.send("14\n15\n");
            let [first, second] = talk.finish();
            same_bytes("the first reply", first, "14");
            same_bytes("the second reply", second, "15");
            let mut talk = TestConnection::with(|tap| Replies::over(tap).receive().ok().flatten().unwrap_or_default());
            talk.send("1").then_send("4\n");
            same_bytes("the reply that arrived in two pieces", talk.finish(), "14");
        },
    );
}

#[test]
fn the_beginning_of_a_reply_waits_for_its_rest() {
    TWO_REPLIES_AT_ONCE.check(
        "the beginning of a reply that arrives with the reply before it is kept until the rest is there.",
        "the bytes left over are thrown away, or returned as if they were a complete reply.",
        || {
            let mut talk = TestConnection::with(all_replies);
            talk.send("14\n1").then_send("5\n").until_asked_for_more().half_close();
            replies_are(talk.finish(), &["14", "15"], &Ok(None));
            let mut talk = TestConnection::with(all_replies);
            talk.send("14").then_send("\n15").then_send("\n").half_close();
            replies_are(talk.finish(), &["14", "15"], &Ok(None));
        },
    );
}

#[test]
fn a_thousand_replies_take_few_reads() {
    TWO_REPLIES_AT_ONCE.check(
        "3,000 short replies that have all arrived, 14 KB together, take fewer than 100 reads.",
        "the code reads byte by byte, so as not to read too much, or into a very small buffer. It is fine to read \
         more than one reply: keep the rest.",
        || {
            let expected: Vec<_> = (0..3000).map(|number| number.to_string()).collect();
            let mut talk = TestConnection::with(all_replies);
            talk.send(expected.join("\n") + "\n").until_asked_for_more();
            let reads = talk.seen().reads;
            talk.half_close();
            replies_are(talk.finish(), &expected, &Ok(None));
            if reads >= 100 {
                fail(format!("your code has read {reads} times"));
            }
        },
    );
}

#[test]
fn every_byte_but_the_end_of_the_line_belongs_to_the_reply() {
    TWO_REPLIES_AT_ONCE.check(
        "all bytes between two `\\n` are the reply, whatever they are, even if there are none.",
        "the reply is made a `String`, or trimmed, or skipped when it is empty.",
        || {
            let one_by_one = TapOptions { read_at_most: Some(1), ..TapOptions::default() };
            let mut talk = TestConnection::tapped(one_by_one, all_replies);
            talk.send(b"\n \r\n\0\xff\n\n").half_close();
            replies_are(talk.finish(), &[&b""[..], b" \r", b"\0\xff", b""], &Ok(None));
            let all: Vec<u8> = (0..=u8::MAX).filter(|&byte| byte != b'\n').collect();
            let mut talk = TestConnection::with(all_replies);
            talk.send(&all).send("\nafter\n").half_close();
            replies_are(talk.finish(), &[&all, &b"after"[..]], &Ok(None));
        },
    );
}

#[test]
fn a_reply_may_be_long() {
    TWO_REPLIES_AT_ONCE.check_within(
        3 * LIMIT,
        "a reply of any length is returned whole, here up to 20 MiB, and so is the reply after it.",
        "the reply is truncated, or split into several, where a buffer ends or at a limit of your own.",
        || {
            let long = "0123456789abcdef".repeat(100 << 6);
            let mut talk = TestConnection::with(all_replies);
            talk.send(format!("14\n{long}\n15\n")).half_close();
            replies_are(talk.finish(), &["14", &long, "15"], &Ok(None));
            note("a reply of up to 20 MiB comes, and then another one");
            let mut long = LongLine::new(b"x", LongLine::LENGTH, b"\n15\n");
            let received = {
                let mut replies = Replies::over(&mut long);
                [(); 2].map(|()| value_of("`receive`", replies.receive()).unwrap_or_default())
            };
            same_bytes("the long reply", &received[0], long.line());
            same_bytes("the reply after it", &received[1], "15");
        },
    );
}

#[test]
fn a_failed_read_returns_its_error() {
    TWO_REPLIES_AT_ONCE.check(
        "when a read fails, between replies or inside one, the replies before it are returned, and then its error, \
         whatever its kind.",
        "an error of a read is taken for the end of the stream, or for a truncated reply. A read of 0 bytes is the \
         end of the stream; a reset is an error.",
        || {
            for sent in ["14\n", "14\n1"] {
                for kind in WAYS_TO_BREAK {
                    let options =
                        TapOptions { reads_fail: Some((sent.len() as u64, kind)), ..TapOptions::default() };
                    let mut talk = TestConnection::tapped(options, all_replies);
                    talk.send(sent);
                    replies_are(talk.finish(), &["14"], &Err(kind));
                }
            }
        },
    );
}

#[test]
fn a_truncated_reply_is_an_error() {
    TWO_REPLIES_AT_ONCE.check(
        "a reply that the end of the stream truncates is an error; the reply before it is returned.",
        "at the end of the stream, the bytes left over are taken for a reply, or dropped.",
        || {
            let mut talk = TestConnection::with(all_replies);
            talk.send("14\n").then_send("15").half_close();
            replies_are(talk.finish(), &["14"], &Err(ErrorKind::UnexpectedEof));
        },
    );
}

/// What the learner's code returned that was no reply.
type End = Result<Option<Vec<u8>>, ErrorKind>;

/// All replies that the learner's code returns, and how they end.
fn all_replies(tap: Tap) -> (Vec<Vec<u8>>, End) {
    const TOO_MANY: usize = 10_000;
    let mut replies = Replies::over(tap);
    let mut received = Vec::new();
    while received.len() < TOO_MANY {
        match replies.receive() {
            Ok(Some(reply)) => received.push(reply),
            end => return (received, end.map_err(|error| error.kind())),
        }
    }
    (received, Ok(None))
}

fn replies_are((received, end): (Vec<Vec<u8>>, End), expected: &[impl AsRef<[u8]>], expected_end: &End) {
    let mut received = received.iter();
    for (number, expected) in (1..).zip(expected) {
        match received.next() {
            Some(reply) => same_bytes(&format!("reply {number}"), reply, expected),
            None => fail(format!("reply {number} is missing: your code returned `{end:?}` instead")),
        }
    }
    if let Some(reply) = received.next() {
        fail(format!("your code returned one reply too many: `{}`", reply.escape_ascii()));
    }
    same("what your code returned after the last reply", &end, expected_end);
}
