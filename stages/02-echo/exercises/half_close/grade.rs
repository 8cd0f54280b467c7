//! Reply after the client has finished.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{
    Exercise, LIMIT, LongLine, MemoryStream, TapOptions, TestConnection, fail, note, same_bytes, same_error,
    value_of,
};
use exercise::shout;
use std::io::ErrorKind;

const HALF_CLOSE: Exercise = Exercise {
    name: "half_close",
    read: "part 2, \"End of stream and half-close\" (book/src/2-echo/half-close.md)",
};

#[test]
fn the_reply_follows_the_end_of_the_stream() {
    HALF_CLOSE.check(
        "when the client has finished, it gets its reply.",
        "the code ends at a read of 0 bytes. This means that the client sends no more, and it still reads. \
         Leave the loop there, but not the function.",
        || {
            let mut client = TestConnection::with(shout);
            client.send("hello, ").then_send("world\n").until_asked_for_more().half_close();
            client.expect("HELLO, WORLD\n");
        },
    );
}

#[test]
fn the_connection_ends_after_the_reply() {
    HALF_CLOSE.check(
        "after the reply the connection ends, so that the client knows that the reply is complete.",
        "the connection is kept open, or read again: after the end of the stream every read returns 0 at once.",
        || {
            let mut client = TestConnection::with(shout);
            client.send("over").half_close().expect("OVER").expect_end();
            value_of("shout", client.finish());
        },
    );
}

#[test]
fn nothing_is_sent_before_the_client_has_finished() {
    HALF_CLOSE.check(
        "nothing is sent as long as the client has not finished.",
        "the code replies to each read or each line. Keep what you read, and reply once, after the end of the stream.",
        || {
            let mut client = TestConnection::with(shout);
            client.send("first\n").then_send(", second\n").then_send("\n\n").until_asked_for_more();
            if client.seen().writes > 0 {
                fail("your code replied before the client had finished");
            }
            client.half_close().expect("FIRST\n, SECOND\n\n\n").expect_end();
            let mut connection = MemoryStream::new("as much as this\n".repeat(10_000), TapOptions::default());
            value_of("shout", shout(&mut connection));
            let early = connection.written_before_end;
            if early > 0 {
                fail(format!("your code sent {early} bytes before the client had finished"));
            }
        },
    );
}

#[test]
fn a_reply_to_a_megabyte_is_a_megabyte() {
    HALF_CLOSE.check_within(
        10 * LIMIT,
        "the reply is complete, however much the client sent.",
        "a buffer of fixed size, perhaps one that is sent when it is full, or a limit of your own, or a single `read` or \
         `write`. `read_to_end` reads until the end of the stream, and `write_all` writes until everything is taken.",
        || {
            let pieces = TapOptions { read_at_most: Some(1000), write_at_most: Some(700), ..TapOptions::default() };
            let sent = "abcdefgh".repeat(128 * 1024) + "and a bit";
            let mut connection = MemoryStream::new(sent.clone(), pieces);
            value_of("shout", shout(&mut connection));
            same_bytes("the reply", &connection.output, sent.to_ascii_uppercase());
            let early = connection.written_before_end;
            if early > 0 {
                fail(format!("your code sent {early} bytes before the client had finished"));
            }
            note("the client sends up to 20 MiB, and finishes");
            let mut long = LongLine::new(b"abcdefgh", LongLine::LENGTH, b"and a bit");
            value_of("shout", shout(&mut long));
            let sent = [&long.line()[..], b"and a bit"].concat();
            same_bytes("the reply", &long.output, sent.to_ascii_uppercase());
        },
    );
}

#[test]
fn all_is_sent_however_few_bytes_a_write_takes() {
    HALF_CLOSE.check(
        "all of the reply is sent, although each write takes at most 3 bytes.",
        "a single `write`, which may take fewer bytes than it is offered. `write_all` calls `write` again until everything is \
         taken.",
        || {
            let options = TapOptions { write_at_most: Some(3), ..TapOptions::default() };
            let mut client = TestConnection::tapped(options, shout);
            client.send("more than three bytes").half_close().expect("MORE THAN THREE BYTES").expect_end();
            value_of("shout", client.finish());
        },
    );
}

#[test]
fn bytes_that_are_no_ascii_letters_stay_as_they_are() {
    HALF_CLOSE.check(
        "only the ASCII letters change; every other byte comes back unchanged, text or not.",
        "the bytes are treated as text. `to_uppercase` turns é into É and ß into SS, and a String refuses or replaces bytes \
         that are not UTF-8. `make_ascii_uppercase` of a slice of u8 does neither.",
        || {
            for sent in ["stra\u{df}e, caf\u{e9}, \u{131}\u{17f}".as_bytes(), b"\xff\xfe\0 a\r\n\xe9z", b"[`{@AZaz^~"] {
                let mut client = TestConnection::with(shout);
                client.send(sent).half_close().expect(sent.to_ascii_uppercase()).expect_end();
                value_of("shout", client.finish());
            }
            let all: Vec<u8> = (0..=255).collect();
            let mut client = TestConnection::with(shout);
            client.send(&all).half_close().expect(all.to_ascii_uppercase()).expect_end();
            value_of("shout", client.finish());
        },
    );
}

#[test]
fn a_silent_client_gets_an_empty_reply() {
    HALF_CLOSE.check(
        "when the client finishes without sending a byte, the connection ends without a reply.",
        "the code treats an empty input as an error, or waits for more.",
        || {
            let mut client = TestConnection::with(shout);
            client.half_close().expect_end();
            value_of("shout", client.finish());
        },
    );
}

#[test]
fn an_error_is_returned() {
    HALF_CLOSE.check(
        "if reading or writing fails, that error is returned, and after a failed read nothing is sent.",
        "an `unwrap`, a `let _ =`, or an error that is treated as the end of the stream, so that half of a request gets a \
         reply. A write of 0 bytes is no success either.",
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
                same_bytes("what your code sent", &connection.output, "");
                let broken = TapOptions { writes_fail: Some(kind), ..TapOptions::default() };
                same_error(shout(&mut MemoryStream::new("hello", broken)), kind);
            }
            let full = TapOptions { write_at_most: Some(0), ..TapOptions::default() };
            if shout(&mut MemoryStream::new("hello", full)).is_ok() {
                fail("a write took 0 bytes, so nothing was sent, but your code returned Ok(())");
            }
        },
    );
}
