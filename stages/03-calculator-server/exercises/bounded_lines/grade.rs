//! Lines that are not too long.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::measure;
use peak_alloc::PeakAlloc;
use testkit::grade::{Exercise, Talk, fail};

const BOUNDED_LINES: Exercise = Exercise {
    name: "bounded_lines",
    read: r#"part 3, "A limit for the line" (book/src/3-protocol/limit-line.md)"#,
};

/// The longest line in these checks.
const MAX: usize = 16;

/// Far more than the other checks, which may run at the same time, need together.
const FLOOD: usize = 512 << 10;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

#[test]
fn a_line_may_be_as_long_as_the_bound() {
    BOUNDED_LINES.check(
        "the reply to a line of at most `max` bytes, not counting its LF, is its length.",
        "the LF is counted, or `<` stands where `<=` should. A last line without LF has a length, too.",
        || {
            let mut talk = Talk::with(|tap| measure(tap, MAX));
            talk.send("abc\n\n0123456789abcdef\n").expect("3\n0\n16\n");
            talk.send("01234567").until_asked_for_more().send("89abcdef\n").expect("16\n");
            talk.send("0123456789abcdef").half_close().expect("16\n").expect_end();
        },
    );
}

#[test]
fn one_byte_more_is_too_long() {
    BOUNDED_LINES.check(
        "a line of `max` + 1 bytes is too long, even if it has an end.",
        "the bound is off by one, or only lines without an end are refused.",
        || {
            let mut talk = Talk::with(|tap| measure(tap, MAX));
            talk.send("0123456789abcdefX\n").expect("too long\n");
            talk.half_close().expect_end();
            let mut talk = Talk::with(|tap| measure(tap, MAX));
            talk.send("0123456789abcdefX").half_close().expect("too long\n").expect_end();
        },
    );
}

#[test]
fn a_line_without_an_end_is_refused_at_once() {
    BOUNDED_LINES.check(
        "a line is refused as soon as it is too long, though its end has not come, and never may.",
        "the line is read first and measured later. Stop reading it where it becomes too long.",
        || {
            let mut talk = Talk::with(|tap| measure(tap, MAX));
            talk.send("0123456789abcdefX").expect("too long\n");
        },
    );
}

#[test]
fn the_next_line_is_answered_as_ever() {
    BOUNDED_LINES.check(
        "the line after one that is too long gets its reply, whether it comes together with it or later.",
        "the refusal ends the connection, throws away all that has been read, or leaves the rest of the long line to be \
         taken for the next. It goes exactly up to its LF.",
        || {
            let mut talk = Talk::with(|tap| measure(tap, MAX));
            let long = "x".repeat(25);
            talk.send(format!("{long}\nabc\nab\n{long}\n\n")).expect("too long\n3\n2\ntoo long\n0\n");
            talk.send(&long).until_asked_for_more().send("y\nabcd\n").expect("too long\n4\n");
        },
    );
}

#[test]
fn a_line_is_refused_once() {
    BOUNDED_LINES.check(
        "however long a line becomes, it is refused once: one line, one reply.",
        "each further piece is taken for another line that is too long. Remember that the line has been refused.",
        || {
            let mut talk = Talk::with(|tap| measure(tap, MAX));
            for piece in ["x", "y", "z"] {
                talk.send(piece.repeat(100)).until_asked_for_more();
            }
            talk.send("\n").half_close().expect("too long\n").expect_end();
        },
    );
}

#[test]
fn a_flood_takes_no_memory() {
    BOUNDED_LINES.check(
        "what is refused is not kept: 512 KiB without an LF need no more memory than a short line.",
        "the rest of the line is collected until its LF comes, and then thrown away. Throw it away as it comes.",
        || {
            let flood = vec![b'x'; FLOOD];
            let before = MEMORY.current_usage();
            MEMORY.reset_peak_usage();
            let mut talk = Talk::with(|tap| measure(tap, MAX));
            talk.send(&flood).send("\nabc\n").expect("too long\n3\n");
            if MEMORY.peak_usage().saturating_sub(before) > FLOOD / 2 {
                fail("your code held more than 256 KiB while the flood came");
            }
        },
    );
}
