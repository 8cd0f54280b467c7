//! Wait for a whole line.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::measure_lines;
use std::io::{self, ErrorKind, Read, Write};
use testkit::grade::{
    Exercise, LIMIT, MemoryStream, TapOptions, TestConnection, fail, note, same_bytes, same_error, value_of,
};

const WHOLE_LINES: Exercise = Exercise {
    name: "whole_lines",
    read: "part 2, \"A stream has no message boundaries\" (book/src/2-echo/message-boundaries.md)",
};

/// Lines of these lengths, and their answers.
fn lines(lengths: impl IntoIterator<Item = usize>) -> (String, String) {
    let lines = lengths.into_iter().map(|length| ("x".repeat(length) + "\n", length.to_string() + "\n"));
    lines.unzip()
}

/// A long line. It ends after so many reads, so that code which reads little at a time, or looks at all of it again and
/// again, has its newline sooner.
#[derive(Default)]
struct LongLine {
    reads: u32,
    length: usize,
    ended: bool,
    answer: Vec<u8>,
}

impl LongLine {
    const BYTES: usize = 2 << 20;
    const READS: u32 = 1000;
}

impl Read for LongLine {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.ended || buffer.is_empty() {
            return Ok(0);
        }
        self.reads += 1;
        if self.reads > Self::READS || self.length >= Self::BYTES {
            self.ended = true;
            buffer[0] = b'\n';
            return Ok(1);
        }
        buffer.fill(b'x');
        self.length += buffer.len();
        Ok(buffer.len())
    }
}

impl Write for LongLine {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.answer.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn half_a_line_is_not_answered() {
    WHOLE_LINES.check(
        "a line that comes in pieces is answered once, when its newline has come.",
        "taking what one read brings for a line. Keep what has come, and read on until there is a newline in it.",
        || {
            let mut talk = TestConnection::with(measure_lines);
            talk.send("hel").then_send("lo\n").expect("5\n");
            talk.then_send("b").then_send("y").then_send("e").then_send("\n").expect("3\n");
            talk.half_close().expect_end();
        },
    );
}

#[test]
fn lines_that_come_together_are_answered_one_by_one() {
    WHOLE_LINES.check(
        "lines that come in one piece are answered one by one, empty ones too.",
        "one answer a read. Take lines out of what has come for as long as there is a newline in it.",
        || {
            let mut talk = TestConnection::with(measure_lines);
            talk.send("one\n\nthree\n\n\n").half_close().expect("3\n0\n5\n0\n0\n").expect_end();
        },
    );
}

#[test]
fn the_beginning_of_the_next_line_is_kept() {
    WHOLE_LINES.check(
        "what comes behind a newline belongs to the next line.",
        "throwing away what was read too much: by clearing the whole buffer after a line, or by a new BufReader for each \
         line. The old one still holds those bytes.",
        || {
            let mut talk = TestConnection::with(measure_lines);
            talk.send("one\nthr").then_send("ee\nfo").then_send("ur\n").half_close();
            talk.expect("3\n5\n4\n").expect_end();
        },
    );
}

#[test]
fn a_whole_line_is_answered_at_once() {
    WHOLE_LINES.check(
        "a line is answered when it is whole, before any more comes.",
        "reading on before answering, to the end of the input or to the next line. The other end may be waiting for this \
         answer before it says more.",
        || {
            let mut talk = TestConnection::with(measure_lines);
            talk.send("question\n").expect("8\n").then_send("another\n").expect("7\n");
            // With their newlines they fill many a buffer to the last byte.
            for length in [15, 63, 99, 127, 255, 511, 1023, 2047, 4095, 8191] {
                let (line, answer) = lines([length]);
                talk.then_send(line).expect(answer);
            }
            talk.half_close().expect_end();
        },
    );
}

#[test]
fn a_line_may_hold_any_bytes() {
    WHOLE_LINES.check(
        "every byte but the newline counts, whether it is text or not.",
        "counting the characters of a string, trimming it, or stopping at a zero. An é is two bytes in UTF-8, one byte in Latin-1, where it is \
         no valid UTF-8 and read_line fails; a carriage return is a byte as well.",
        || {
            let mut talk = TestConnection::with(measure_lines);
            talk.send(b"caf\xc3\xa9\n").then_send(b"caf\xe9\n").then_send(b" \r\n").then_send(b"\0zip\0\n").half_close();
            talk.expect("5\n4\n2\n5\n").expect_end();
            let all: Vec<u8> = (0..=255).filter(|byte| *byte != b'\n').chain(*b"\n").collect();
            TestConnection::with(measure_lines).send(all).half_close().expect("255\n").expect_end();
        },
    );
}

#[test]
fn a_line_may_have_any_length() {
    // Looking at each byte of the line again when one more has come is slow, and right.
    WHOLE_LINES.check_within(
        10 * LIMIT,
        "a line of 66,000 bytes is answered as one of five is, and so are lines of every length between.",
        "a buffer of fixed size that is taken for a line when it is full, or a number that has too few digits or too small \
         a type.",
        || {
            let lengths = [9, 10, 63, 64, 65, 99, 100, 255, 256, 257, 1000, 1023, 1024, 1025, 4095, 4096, 8191, 8192, 8193, 0, 1];
            let (sent, expected) = lines(lengths);
            for read_at_most in [None, Some(1000)] {
                let options = TapOptions { read_at_most, ..TapOptions::default() };
                let mut connection = MemoryStream::new(sent.clone(), options);
                value_of("measure_lines", measure_lines(&mut connection));
                same_bytes("what your code answered", connection.output(), &expected);
            }
            let mut connection = MemoryStream::new("x".repeat(66_000) + "\n", TapOptions::default());
            value_of("measure_lines", measure_lines(&mut connection));
            same_bytes("what your code answered", connection.output(), "66000\n");
            note("a line of up to 2 MiB comes, of which each read brings as much as there is room for");
            let mut long = LongLine::default();
            value_of("measure_lines", measure_lines(&mut long));
            same_bytes("what your code answered", &long.answer, format!("{}\n", long.length));
        },
    );
}

#[test]
fn many_lines_are_answered() {
    WHOLE_LINES.check(
        "a thousand lines get a thousand answers, in order.",
        "losing or repeating a line where two reads meet.",
        || {
            let (sent, expected) = lines((0..1000).map(|number| number % 17));
            for read_at_most in [1, 7, 4096] {
                let options = TapOptions { read_at_most: Some(read_at_most), ..TapOptions::default() };
                let mut connection = MemoryStream::new(sent.clone(), options);
                value_of("measure_lines", measure_lines(&mut connection));
                same_bytes("what your code answered", connection.output(), &expected);
            }
        },
    );
}

#[test]
fn all_of_an_answer_is_sent_however_few_bytes_a_write_takes() {
    WHOLE_LINES.check(
        "all of each answer is sent, although a write takes 3 bytes at most.",
        "a single `write`, which may take less than it is offered. `write_all` and `writeln!` go on until all is gone.",
        || {
            let options = TapOptions { write_at_most: Some(3), ..TapOptions::default() };
            let mut talk = TestConnection::tapped(options, measure_lines);
            talk.send("x".repeat(12_345) + "\nthe next\n").half_close().expect("12345\n8\n").expect_end();
            value_of("measure_lines", talk.finish());
        },
    );
}

#[test]
fn an_error_is_returned() {
    WHOLE_LINES.check(
        "if reading or writing fails, that error is returned, and the lines that were whole before have their answers.",
        "an `unwrap`, a `let _ =`, or an error that is taken for the end of the input. A write that takes nothing is no \
         success either.",
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
                same_bytes("what your code answered", connection.output(), "3\n");
                let broken = TapOptions { writes_fail: Some(kind), ..TapOptions::default() };
                same_error(measure_lines(&mut MemoryStream::new("one\n", broken)), kind);
            }
            let full = TapOptions { write_at_most: Some(0), ..TapOptions::default() };
            if measure_lines(&mut MemoryStream::new("one\n", full)).is_ok() {
                fail("a write took 0 bytes, nothing was answered, and yet your code returned Ok(())");
            }
        },
    );
}

#[test]
fn the_connection_ends_after_the_input() {
    WHOLE_LINES.check(
        "when the other end has finished, nothing more is said and the connection ends.",
        "going on after the end of the input, where every read brings nothing at once. That is not an empty line: an \
         empty line brings its newline.",
        || {
            let mut talk = TestConnection::with(measure_lines);
            talk.send("the last\n").half_close().expect("8\n").expect_end();
            value_of("measure_lines", talk.finish());
            let mut talk = TestConnection::with(measure_lines);
            talk.half_close().expect_end();
            value_of("measure_lines", talk.finish());
        },
    );
}
