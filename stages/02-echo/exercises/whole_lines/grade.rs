//! Wait for a whole line.

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
use exercise::measure_lines;
use std::io::ErrorKind;

const WHOLE_LINES: Exercise = Exercise {
    name: "whole_lines",
    read: "part 2, \"A stream has no message boundaries\" (book/src/2-echo/message-boundaries.md)",
};

/// Lines of these lengths, and their replies.
fn lines(lengths: impl IntoIterator<Item = usize>) -> (String, String) {
    let lines = lengths.into_iter().map(|length| ("x".repeat(length) + "\n", length.to_string() + "\n"));
    lines.unzip()
}

#[test]
fn half_a_line_gets_no_reply() {
    WHOLE_LINES.check(
        "a line that arrives in pieces gets one reply, when its newline has arrived.",
        "the code treats what one read returns as a line. Keep what has arrived, and read again until it contains a newline.",
        || {
            let mut client = TestConnection::with(measure_lines);
            client.send("hel").then_send("lo\n").expect("5\n");
            client.then_send("b").then_send("y").then_send("e").then_send("\n").expect("3\n");
            client.half_close().expect_end();
        },
    );
}

#[test]
fn lines_that_arrive_together_get_a_reply_each() {
    WHOLE_LINES.check(
        "lines that arrive in one piece get a reply each, empty lines too.",
        "the code sends one reply for each read. Take lines out of the buffer as long as it contains a newline.",
        || {
            let mut client = TestConnection::with(measure_lines);
            client.send("one\n\nthree\n\n\n").half_close().expect("3\n0\n5\n0\n0\n").expect_end();
        },
    );
}

#[test]
fn the_beginning_of_the_next_line_is_kept() {
    WHOLE_LINES.check(
        "bytes after a newline belong to the next line.",
        "the code throws away bytes that it read too early: it clears the whole buffer after a line, or makes a new \
         BufReader for each line. The old BufReader still holds those bytes.",
        || {
            let mut client = TestConnection::with(measure_lines);
            client.send("one\nthr").then_send("ee\nfo").then_send("ur\n").half_close();
            client.expect("3\n5\n4\n").expect_end();
        },
    );
}

#[test]
fn a_whole_line_gets_its_reply_at_once() {
    WHOLE_LINES.check(
        "a line gets its reply as soon as it is complete, before anything else arrives.",
        "the code reads on before it replies, up to the end of the stream or the next line. The client may be waiting for \
         this reply before it sends more.",
        || {
            let mut client = TestConnection::with(measure_lines);
            client.send("requests\n").expect("8\n").then_send("another\n").expect("7\n");
            // With its newline, each fills a buffer of a usual size to the last byte.
            for length in [15, 63, 99, 127, 255, 511, 1023, 2047, 4095, 8191] {
                let (line, reply) = lines([length]);
                client.then_send(line).expect(reply);
            }
            client.half_close().expect_end();
        },
    );
}

#[test]
fn a_line_may_hold_any_bytes() {
    WHOLE_LINES.check(
        "every byte except the newline counts, text or not.",
        "the code counts characters, trims the line, or stops at a zero byte. An é is two bytes in UTF-8. In Latin-1 it is \
         one byte, which is not valid UTF-8, so `read_line` fails. A carriage return is a byte as well.",
        || {
            let mut client = TestConnection::with(measure_lines);
            client.send(b"caf\xc3\xa9\n").then_send(b"caf\xe9\n").then_send(b" \r\n").then_send(b"\0zip\0\n").half_close();
            client.expect("5\n4\n2\n5\n").expect_end();
            let all: Vec<u8> = (0..=255).filter(|byte| *byte != b'\n').chain(*b"\n").collect();
            TestConnection::with(measure_lines).send(all).half_close().expect("255\n").expect_end();
        },
    );
}

#[test]
fn a_line_may_have_any_length() {
    // Searching the whole line again after each byte is slow, but correct.
    WHOLE_LINES.check_within(
        10 * LIMIT,
        "a line of any length gets the right reply, here up to 20 MiB.",
        "a buffer of fixed size is treated as a line when it is full, or you have a limit of your own, or the number has too \
         few digits or a type that is too small.",
        || {
            let lengths = [9, 10, 63, 64, 65, 99, 100, 255, 256, 257, 1000, 1023, 1024, 1025, 4095, 4096, 8191, 8192, 8193, 0, 1];
            let (sent, expected) = lines(lengths);
            for read_at_most in [None, Some(1000)] {
                let options = TapOptions { read_at_most, ..TapOptions::default() };
                let mut connection = MemoryStream::new(sent.clone(), options);
                value_of("measure_lines", measure_lines(&mut connection));
                same_bytes("what your code replied", &connection.output, &expected);
            }
            let mut connection = MemoryStream::new("x".repeat(66_000) + "\n", TapOptions::default());
            value_of("measure_lines", measure_lines(&mut connection));
            same_bytes("what your code replied", &connection.output, "66000\n");
            note("the input is a line of up to 20 MiB");
            let mut long = LongLine::new(b"x", LongLine::LENGTH, b"\n");
            value_of("measure_lines", measure_lines(&mut long));
            same_bytes("what your code replied", &long.output, format!("{}\n", long.length));
        },
    );
}

#[test]
fn each_of_many_lines_gets_a_reply() {
    WHOLE_LINES.check(
        "a thousand lines get a thousand replies, in order.",
        "a line is lost or repeated where one read ends and the next begins.",
        || {
            let (sent, expected) = lines((0..1000).map(|number| number % 17));
            for read_at_most in [1, 7, 4096] {
                let options = TapOptions { read_at_most: Some(read_at_most), ..TapOptions::default() };
                let mut connection = MemoryStream::new(sent.clone(), options);
                value_of("measure_lines", measure_lines(&mut connection));
                same_bytes("what your code replied", &connection.output, &expected);
            }
        },
    );
}

#[test]
fn all_of_a_reply_is_sent_however_few_bytes_a_write_takes() {
    WHOLE_LINES.check(
        "all of each reply is sent, although each write takes at most 3 bytes.",
        "a single `write`, which may take fewer bytes than it is offered. `write_all` and `writeln!` call `write` again until \
         everything is taken.",
        || {
            let options = TapOptions { write_at_most: Some(3), ..TapOptions::default() };
            let mut client = TestConnection::tapped(options, measure_lines);
            client.send("x".repeat(12_345) + "\nthe next\n").half_close().expect("12345\n8\n").expect_end();
            value_of("measure_lines", client.finish());
        },
    );
}

#[test]
fn an_error_is_returned() {
    WHOLE_LINES.check(
        "if reading or writing fails, that error is returned, and the lines that were complete before have got their replies.",
        "an `unwrap`, a `let _ =`, or an error that is treated as the end of the stream. A write of 0 bytes is no success \
         either.",
        || {
            for kind in [
                ErrorKind::ConnectionReset,
                ErrorKind::UnexpectedEof,
                ErrorKind::BrokenPipe,
                ErrorKind::TimedOut,
                ErrorKind::WouldBlock,
                ErrorKind::PermissionDenied,
            ] {
                let broken = TapOptions { reads_fail: Some((6, kind)), ..TapOptions::default() };
                let mut connection = MemoryStream::new("one\ntwo\n", broken);
                same_error(measure_lines(&mut connection), kind);
                same_bytes("what your code replied", &connection.output, "3\n");
                let broken = TapOptions { writes_fail: Some(kind), ..TapOptions::default() };
                same_error(measure_lines(&mut MemoryStream::new("one\n", broken)), kind);
            }
            let full = TapOptions { write_at_most: Some(0), ..TapOptions::default() };
            if measure_lines(&mut MemoryStream::new("one\n", full)).is_ok() {
                fail("a write took 0 bytes, so there was no reply, but your code returned Ok(())");
            }
        },
    );
}

#[test]
fn the_connection_ends_after_the_end_of_the_stream() {
    WHOLE_LINES.check(
        "at the end of the stream nothing more is sent, and the connection ends.",
        "the code goes on after the end of the stream, where every read returns 0 at once. That is not an empty line: an \
         empty line has its newline.",
        || {
            let mut client = TestConnection::with(measure_lines);
            client.send("the last\n").half_close().expect("8\n").expect_end();
            value_of("measure_lines", client.finish());
            let mut client = TestConnection::with(measure_lines);
            client.half_close().expect_end();
            value_of("measure_lines", client.finish());
        },
    );
}
