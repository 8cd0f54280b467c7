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
use std::io::ErrorKind;
use testkit::grade::{
    Exercise, LIMIT, MemoryStream, TapOptions, TestConnection, fail, same_bytes, same_error, value_of,
};

const HALF_CLOSE: Exercise = Exercise {
    name: "half_close",
    read: "part 2, \"End of stream and half-close\" (book/src/2-echo/half-close.md)",
};

#[test]
fn the_reply_comes_after_the_end_of_the_input() {
    HALF_CLOSE.check(
        "when the other end has finished, it gets its reply.",
        "0 bytes read means that the other end has finished speaking, not that it has stopped listening. \
         Leave the loop there, but not the function.",
        || {
            let mut talk = TestConnection::with(shout);
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
            let mut talk = TestConnection::with(shout);
            talk.send("over").half_close().expect("OVER").expect_end();
            value_of("shout", talk.finish());
        },
    );
}

#[test]
fn nothing_is_said_before_the_other_end_has_finished() {
    HALF_CLOSE.check(
        "as long as the other end speaks, it is not interrupted.",
        "replying to each read or each line. Keep what you read, and reply once, after the end of the input.",
        || {
            let mut talk = TestConnection::with(shout);
            talk.send("first\n").then_send(", second\n").then_send("\n\n").until_asked_for_more();
            if talk.writes() > 0 {
                fail("your code replied before the other end had finished");
            }
            talk.half_close().expect("FIRST\n, SECOND\n\n\n").expect_end();
            let mut connection = MemoryStream::new("as much as this\n".repeat(10_000), TapOptions::default());
            value_of("shout", shout(&mut connection));
            let early = connection.written_before_end();
            if early > 0 {
                fail(format!("your code sent {early} bytes before the other end had finished"));
            }
        },
    );
}

#[test]
fn a_reply_to_a_megabyte_is_a_megabyte() {
    HALF_CLOSE.check_within(
        4 * LIMIT,
        "the reply is complete, however much was said.",
        "a buffer of fixed size, perhaps one that is sent when it is full, or a single read or write. read_to_end and \
         write_all go on until all is done.",
        || {
            let pieces = TapOptions { read_at_most: Some(1000), write_at_most: Some(700), ..TapOptions::default() };
            let said = "abcdefgh".repeat(128 * 1024) + "and a bit";
            let mut connection = MemoryStream::new(said.clone(), pieces);
            value_of("shout", shout(&mut connection));
            same_bytes("the reply", connection.output(), said.to_ascii_uppercase());
            let early = connection.written_before_end();
            if early > 0 {
                fail(format!("your code sent {early} bytes before the other end had finished"));
            }
        },
    );
}

#[test]
fn all_is_sent_however_few_bytes_a_write_takes() {
    HALF_CLOSE.check(
        "all of the reply is sent, although a write takes 3 bytes at most.",
        "a single `write`, which may take less than it is offered. `write_all` goes on until all is gone.",
        || {
            let options = TapOptions { write_at_most: Some(3), ..TapOptions::default() };
            let mut talk = TestConnection::tapped(options, shout);
            talk.send("more than three bytes").half_close().expect("MORE THAN THREE BYTES").expect_end();
            value_of("shout", talk.finish());
        },
    );
}

#[test]
fn bytes_that_are_no_ascii_letters_stay_as_they_are() {
    HALF_CLOSE.check(
        "only the ASCII letters change; every other byte comes back as it was, text or not.",
        "taking the bytes for text. `to_uppercase` makes É of é and SS of ß, and a String refuses or replaces what is not \
         UTF-8. A slice of u8 has methods of its own.",
        || {
            for said in ["stra\u{df}e, caf\u{e9}, \u{131}\u{17f}".as_bytes(), b"\xff\xfe\0 a\r\n\xe9z", b"[`{@AZaz^~"] {
                let mut talk = TestConnection::with(shout);
                talk.send(said).half_close().expect(said.to_ascii_uppercase()).expect_end();
                value_of("shout", talk.finish());
            }
            let all: Vec<u8> = (0..=255).collect();
            let mut talk = TestConnection::with(shout);
            talk.send(&all).half_close().expect(all.to_ascii_uppercase()).expect_end();
            value_of("shout", talk.finish());
        },
    );
}

#[test]
fn a_silent_client_gets_an_empty_reply() {
    HALF_CLOSE.check(
        "when the other end has finished without a word, the connection ends without one.",
        "taking nothing for an error, or waiting for something to come.",
        || {
            let mut talk = TestConnection::with(shout);
            talk.half_close().expect_end();
            value_of("shout", talk.finish());
        },
    );
}

#[test]
fn an_error_is_returned() {
    HALF_CLOSE.check(
        "if reading or writing fails, that error is returned, and after a failed read nothing is sent.",
        "an `unwrap`, a `let _ =`, or an error that is taken for the end of the input: then half of what somebody wanted to \
         say gets an answer. A write that takes nothing is no success either.",
        || {
            for kind in [
                ErrorKind::ConnectionReset,
                ErrorKind::UnexpectedEof,
                ErrorKind::BrokenPipe,
                ErrorKind::TimedOut,
                ErrorKind::WouldBlock,
                ErrorKind::PermissionDenied,
            ] {
                let broken = TapOptions { reads_fail: Some((5, kind)), ..TapOptions::default() };
                let mut connection = MemoryStream::new("hello, world", broken);
                same_error(shout(&mut connection), kind);
                same_bytes("what your code sent", connection.output(), "");
                let broken = TapOptions { writes_fail: Some(kind), ..TapOptions::default() };
                same_error(shout(&mut MemoryStream::new("hello", broken)), kind);
            }
            let full = TapOptions { write_at_most: Some(0), ..TapOptions::default() };
            if shout(&mut MemoryStream::new("hello", full)).is_ok() {
                fail("a write took 0 bytes, nothing was sent, and yet your code returned Ok(())");
            }
        },
    );
}
