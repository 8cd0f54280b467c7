//! Notice a truncated reply.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{
    Exercise, LIMIT, LongLine, Tap, TapOptions, TestConnection, WAYS_TO_BREAK, note, same, same_bytes,
    value_of,
};
use exercise::receive;
use std::{
    array,
    io::{self, BufReader, ErrorKind},
};

const TRUNCATED_REPLIES: Exercise = Exercise {
    name: "truncated_replies",
    read: "part 4, \"Requests and replies\" (book/src/4-client/requests.md)",
};

#[test]
fn a_reply_in_pieces_is_one_reply() {
    TRUNCATED_REPLIES.check(
        "a reply that arrives in pieces is one reply, returned without its `\\n`.",
        "the bytes so far are taken for the whole reply. Read until the `\\n` is there.",
        || {
            let mut talk = TestConnection::with(receive_some::<1>);
            talk.send("14").then_send("25\n");
            replies_are(&talk.finish(), &[reply("1425")]);
            let mut talk = TestConnection::with(receive_some::<1>);
            talk.send(b"5 \xe2").then_send(b"\x82\xac\n");
            replies_are(&talk.finish(), &[reply("5 €")]);
        },
    );
}

#[test]
fn two_replies_that_come_at_once_are_two() {
    TRUNCATED_REPLIES.check(
        "of two replies that arrive together, a call returns one and leaves the other for the next call.",
        "all bytes are taken, or a buffer of your own lives only as long as the call, and what it read of the next \
         reply is lost with it. The connection has a buffer already.",
        || {
            let mut talk = TestConnection::with(receive_some::<3>);
            talk.send("14\n15\n\n");
            replies_are(&talk.finish(), &[reply("14"), reply("15"), reply("")]);
        },
    );
}

#[test]
fn every_other_character_is_a_part_of_the_reply() {
    TRUNCATED_REPLIES.check_within(
        3 * LIMIT,
        "a reply may have any length, and every character but the `\\n` at its end is a part of it.",
        "the reply is trimmed, or truncated where a buffer ends or at a limit of your own, or each byte is taken for a character.",
        || {
            for text in [" a\t\r", "\r", "\0", "zwölf €", &"x".repeat(100_000)] {
                let mut talk = TestConnection::with(|tap| receive(&mut BufReader::with_capacity(16, tap)));
                talk.send(text).send("\n");
                let received = value_of("`receive`", talk.finish());
                same_bytes("the reply", received.unwrap_or_default(), text);
            }
            note("a reply of up to 20 MiB comes");
            let mut long = LongLine::new(b"x", LongLine::LENGTH, b"\n");
            let received = value_of("`receive`", receive(&mut BufReader::new(&mut long)));
            same_bytes("the reply", received.unwrap_or_default(), long.line());
        },
    );
}

#[test]
fn a_truncated_reply_is_an_error() {
    TRUNCATED_REPLIES.check(
        "a reply that the end of the stream truncates is an error, not a reply.",
        "at the end of the stream, `read_line` and `lines` return what they have. You have to check whether the \
         `\\n` was there before you remove it. And a reply may be truncated inside a character, so read bytes.",
        || {
            for cut_off in [&b"14"[..], b" ", b"\r", b"5 \xe2\x82", b"5 \xe2\x82\xac"] {
                let mut talk = TestConnection::with(receive_some::<1>);
                talk.send(cut_off).until_asked_for_more().half_close();
                replies_are(&talk.finish(), &[Err(ErrorKind::UnexpectedEof)]);
            }
        },
    );
}

#[test]
fn the_end_of_stream_between_two_replies_means_no_more_replies() {
    TRUNCATED_REPLIES.check(
        "after a complete reply the stream may end: then there are no more replies.",
        "every end of the stream is taken for an error. It is one only if a part of a reply has arrived.",
        || {
            let mut talk = TestConnection::with(receive_some::<2>);
            talk.send("14\n").until_asked_for_more().half_close();
            replies_are(&talk.finish(), &[reply("14"), Ok(None)]);
        },
    );
}

#[test]
fn an_empty_reply_is_not_the_end() {
    TRUNCATED_REPLIES.check(
        "an empty line is a reply; the end of the stream is not.",
        "the line is checked without its `\\n`, and then an empty line looks like the end. The stream has ended when \
         0 bytes were read.",
        || {
            let mut talk = TestConnection::with(receive_some::<2>);
            talk.send("\n").then_send("7\n");
            replies_are(&talk.finish(), &[reply(""), reply("7")]);
        },
    );
}

#[test]
fn a_failed_connection_is_an_error() {
    TRUNCATED_REPLIES.check(
        "when a read fails, between replies or inside one, its error is returned, whatever its kind.",
        "an error of a read is ignored, or taken for the end of the stream, or for a truncated reply. Return it with \
         `?`.",
        || {
            for (sent, received) in [("", vec![]), ("14\n", vec!["14"]), ("14\n1", vec!["14"])] {
                for kind in WAYS_TO_BREAK {
                    let options =
                        TapOptions { reads_fail: Some((sent.len() as u64, kind)), ..TapOptions::default() };
                    let mut talk = TestConnection::tapped(options, receive_some::<2>);
                    talk.send(sent);
                    let outcomes = talk.finish();
                    let expected = received.iter().map(|text| reply(text)).chain([Err(kind)]);
                    for ((number, outcome), expected) in (1..).zip(&outcomes).zip(expected) {
                        same(&format!("what call {number} of your code returned"), outcome, &expected);
                    }
                }
            }
        },
    );
}

/// What the learner's code returned; of an error, its kind.
type Received = Result<Option<String>, ErrorKind>;

/// Calls the learner's code `COUNT` times.
fn receive_some<const COUNT: usize>(tap: Tap) -> [Received; COUNT] {
    let mut connection = BufReader::new(tap);
    array::from_fn(|_| receive(&mut connection).map_err(|error: io::Error| error.kind()))
}

#[expect(clippy::unnecessary_wraps, reason = "it is compared with what the learner's code returned")]
fn reply(text: &str) -> Received {
    Ok(Some(text.into()))
}

fn replies_are<const COUNT: usize>(received: &[Received; COUNT], expected: &[Received; COUNT]) {
    for (number, (received, expected)) in received.iter().zip(expected).enumerate() {
        same(&format!("what call {} of your code returned", number + 1), received, expected);
    }
}
