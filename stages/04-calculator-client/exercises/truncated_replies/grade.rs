//! Notice a truncated reply.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::receive;
use std::{
    array,
    io::{self, BufReader, ErrorKind},
};
use testkit::grade::{Exercise, Talk, Tap, fail, same};

const TRUNCATED_REPLIES: Exercise = Exercise {
    name: "truncated_replies",
    read: "part 4, \"Ask, and understand\" (book/src/4-client/asking.md)",
};

#[test]
fn a_reply_in_pieces_is_one_reply() {
    TRUNCATED_REPLIES.check(
        "a reply that arrives in pieces is one reply, given without its end.",
        "what has come so far is taken for the whole. Read on until the `\\n` is there.",
        || {
            let mut talk = Talk::with(receive_some::<1>);
            talk.send("14").then_send("25\n");
            replies_are(&talk.finish(), &[reply("1425")]);
        },
    );
}

#[test]
fn a_reply_that_is_cut_off_is_an_error() {
    TRUNCATED_REPLIES.check(
        "a reply that the end of the connection cuts off is an error, not an answer.",
        "at the end, `read_line` and `lines` give what they have. Whether the `\\n` was there is for you to look at, \
         before you take it away.",
        || {
            let mut talk = Talk::with(receive_some::<1>);
            talk.send("14").until_asked_for_more().half_close();
            replies_are(&talk.finish(), &[Err(ErrorKind::UnexpectedEof)]);
        },
    );
}

#[test]
fn the_end_between_two_replies_means_that_there_are_no_more() {
    TRUNCATED_REPLIES.check(
        "after a whole reply the connection may end: then there are no more replies.",
        "every end is taken for an accident. It is one only when some of a reply has come.",
        || {
            let mut talk = Talk::with(receive_some::<2>);
            talk.send("14\n").until_asked_for_more().half_close();
            replies_are(&talk.finish(), &[reply("14"), Ok(None)]);
        },
    );
}

#[test]
fn an_empty_reply_is_not_the_end() {
    TRUNCATED_REPLIES.check(
        "an empty line is a reply, and the end is not.",
        "the line is judged without its `\\n`, and then an empty one looks like none. \
         The end is when nothing at all could be read.",
        || {
            let mut talk = Talk::with(receive_some::<2>);
            talk.send("\n").then_send("7\n");
            replies_are(&talk.finish(), &[reply(""), reply("7")]);
        },
    );
}

#[test]
fn a_connection_that_breaks_is_an_error() {
    TRUNCATED_REPLIES.check(
        "a connection that breaks is an error, not the end of the replies.",
        "an error of a read is swallowed, or taken for the end. Pass it on with `?`.",
        || {
            let mut talk = Talk::with(receive_some::<2>);
            talk.send("14\n").until_asked_for_more();
            let [first, second] = talk.reset().finish();
            same("what call 1 of your code returned", &first, &reply("14"));
            if let Ok(outcome) = second {
                fail(format!("the connection was reset, and your code returned `Ok({outcome:?})`"));
            }
        },
    );
}

/// What the learner's code returned; of an error, its kind.
type Received = Result<Option<String>, ErrorKind>;

/// Calls the learner's code so many times.
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
