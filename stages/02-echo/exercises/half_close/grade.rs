//! Reply after the other end has finished.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::shout;
use testkit::grade::{Exercise, Talk, fail, value_of};

const HALF_CLOSE: Exercise =
    Exercise { name: "half_close", read: "part 2, \"The end of a stream\" (book/src/2-echo/half-close.md)" };

#[test]
fn the_reply_comes_after_the_end_of_the_input() {
    HALF_CLOSE.check(
        "when the other end has finished, it gets its reply.",
        "0 bytes read means that the other end has finished speaking, not that it has stopped listening. \
         Leave the loop there, but not the function.",
        || {
            let mut talk = Talk::with(shout);
            talk.send("hello, ").then_send("world\n").until_asked_for_more().half_close();
            talk.expect("HELLO, WORLD\n");
        },
    );
}

#[test]
fn the_connection_ends_after_the_reply() {
    HALF_CLOSE.check(
        "after the reply the connection ends, so that the other end knows it has all of it.",
        "the connection is kept open, or read from again: after the end of input every read gives 0 at once.",
        || {
            let mut talk = Talk::with(shout);
            talk.send("over").half_close().expect("OVER").expect_end();
            value_of("shout", talk.finish());
        },
    );
}

#[test]
fn nothing_is_said_before_the_other_end_has_finished() {
    HALF_CLOSE.check(
        "as long as the other end speaks, it is not interrupted.",
        "replying to each read. Keep what you read, and reply once, after the end of the input.",
        || {
            let mut talk = Talk::with(shout);
            talk.send("first").then_send(", second").until_asked_for_more();
            if talk.writes() > 0 {
                fail("your code replied before the other end had finished");
            }
            talk.half_close().expect("FIRST, SECOND").expect_end();
        },
    );
}

#[test]
fn a_reply_to_a_megabyte_is_a_megabyte() {
    HALF_CLOSE.check(
        "the reply is complete, however much was said.",
        "a buffer of fixed size, or a single read or write. read_to_end and write_all go on until all is done.",
        || {
            let mut talk = Talk::with(shout);
            talk.upload("abcdefgh".repeat(128 * 1024));
            talk.expect("ABCDEFGH".repeat(128 * 1024));
        },
    );
}
