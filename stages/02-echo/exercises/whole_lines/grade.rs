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
use testkit::grade::{Exercise, Talk, value_of};

const WHOLE_LINES: Exercise = Exercise {
    name: "whole_lines",
    read: "part 2, \"A stream has no messages\" (book/src/2-echo/no-messages.md)",
};

#[test]
fn half_a_line_is_not_answered() {
    WHOLE_LINES.check(
        "a line that comes in pieces is answered once, when its newline has come.",
        "taking what one read brings for a line. Keep what has come, and read on until there is a newline in it.",
        || {
            let mut talk = Talk::with(measure_lines);
            talk.send("hel").then_send("lo\n").expect("5\n");
            talk.then_send("b").then_send("y").then_send("e").then_send("\n").expect("3\n");
        },
    );
}

#[test]
fn lines_that_come_together_are_answered_one_by_one() {
    WHOLE_LINES.check(
        "lines that come in one piece are answered one by one, empty ones too.",
        "one answer a read. Take lines out of what has come for as long as there is a newline in it.",
        || {
            Talk::with(measure_lines).send("one\n\nthree\n").half_close().expect("3\n0\n5\n");
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
            let mut talk = Talk::with(measure_lines);
            talk.send("one\nthr").then_send("ee\nfo").then_send("ur\n").half_close();
            talk.expect("3\n5\n4\n");
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
            let mut talk = Talk::with(measure_lines);
            talk.send("question\n").expect("8\n").then_send("another\n").expect("7\n");
        },
    );
}

#[test]
fn a_line_may_hold_any_bytes() {
    WHOLE_LINES.check(
        "every byte but the newline counts, whether it is text or not.",
        "counting the characters of a string, or trimming it. An é is two bytes in UTF-8, one byte in Latin-1, where it is \
         no valid UTF-8 and read_line fails; a carriage return is a byte as well.",
        || {
            let mut talk = Talk::with(measure_lines);
            talk.send(b"caf\xc3\xa9\n").then_send(b"caf\xe9\n").then_send(b" \r\n").half_close();
            talk.expect("5\n4\n2\n");
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
            let mut talk = Talk::with(measure_lines);
            talk.send("the last\n").half_close().expect("8\n").expect_end();
            value_of("measure_lines", talk.finish());
        },
    );
}
