//! Lines that are not too long.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{
    Exercise, LIMIT, LongLine, MemoryStream, TapOptions, TestConnection, fail, note, same_bytes, value_of,
};
use exercise::measure;

const BOUNDED_LINES: Exercise = Exercise {
    name: "bounded_lines",
    read: r#"part 3, "Limiting the line length" (book/src/3-protocol/line-length.md)"#,
};

/// The longest line in these checks.
const MAX: usize = 16;

/// How long a line is that nobody bounds.
const FLOOD: usize = 512 << 10;

#[test]
fn a_line_may_be_as_long_as_the_bound() {
    BOUNDED_LINES.check(
        "the reply to a line of at most `max` bytes, not counting its LF, is its length.",
        "the LF is counted, or the comparison is `<` where `<=` is right. A last line without LF has a length too. \
         And bytes are counted, not characters; a CR is one of them.",
        || {
            let mut talk = TestConnection::with(|tap| measure(tap, MAX));
            talk.send("abc\n\n0123456789abcdef\n").expect("3\n0\n16\n");
            talk.send("01234567").until_asked_for_more().send("89abcdef\n").expect("16\n");
            talk.send(b"a\r\n\xc3\xa4\n\xff\xfe \0\n").expect("2\n2\n4\n");
            talk.send("0123456789abcdef").half_close().expect("16\n").expect_end();
        },
    );
}

#[test]
fn one_byte_more_is_too_long() {
    BOUNDED_LINES.check(
        "a line of `max` + 1 bytes is too long, even if its LF has come.",
        "the limit is off by one, or only lines without an end are refused.",
        || {
            let mut talk = TestConnection::with(|tap| measure(tap, MAX));
            talk.send("0123456789abcdefX\nabc\n").expect("too long\n3\n");
            talk.half_close().expect_end();
            let mut talk = TestConnection::with(|tap| measure(tap, MAX));
            talk.send("0123456789abcdefX").half_close().expect("too long\n").expect_end();
        },
    );
}

#[test]
fn a_line_without_an_end_is_refused_at_once() {
    BOUNDED_LINES.check(
        "the reply `too long` comes as soon as the line is too long, although its end has not come, and may never \
         come.",
        "the line is read first and measured later. Stop reading it where it becomes too long. Or the reply stays in \
         a buffer until nothing is left to read.",
        || {
            for too_much in ["0123456789abcdefX", "0123456789abcdefX and more"] {
                let mut talk = TestConnection::with(|tap| measure(tap, MAX));
                talk.send(too_much).expect("too long\n");
            }
            let mut talk = TestConnection::with(|tap| measure(tap, MAX));
            talk.send("abc\nde").expect("3\n").send("f\n").expect("3\n");
        },
    );
}

#[test]
fn the_next_line_gets_its_reply() {
    BOUNDED_LINES.check(
        "the line after one that is too long gets its reply, whether it comes together with it or later.",
        "the code returns after `too long`, or discards everything that has been read, or treats the rest of the long \
         line as the next line. Discard exactly up to the LF.",
        || {
            let mut talk = TestConnection::with(|tap| measure(tap, MAX));
            let long = "x".repeat(25);
            talk.send(format!("{long}\nabc\nab\n{long}\n\n")).expect("too long\n3\n2\ntoo long\n0\n");
            talk.send(&long).until_asked_for_more().send("y\nabcd\n").expect("too long\n4\n");
        },
    );
}

#[test]
fn a_line_is_refused_once() {
    BOUNDED_LINES.check(
        "however long a line becomes, it gets one reply.",
        "each further piece is treated as another line that is too long. Remember that this line has had its reply.",
        || {
            let mut talk = TestConnection::with(|tap| measure(tap, MAX));
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
        "the rest of a long line is not kept: 512 KiB without an LF need no more memory than a short line.",
        "the rest of the line is collected until its LF comes, and then discarded. Discard it as it arrives, however \
         much it is.",
        || {
            let most_held = |flood: usize| {
                let mut input = vec![b'x'; flood];
                input.extend(b"\nabc\n");
                let mut stream = MemoryStream::new(input, TapOptions::default());
                // Of this thread alone: other checks run meanwhile.
                let memory = allocation_counter::measure(|| {
                    value_of("`measure`", measure(&mut stream, MAX));
                });
                same_bytes("the output", &stream.output, "too long\n3\n");
                memory.bytes_max
            };
            // A buffer may be large, but what grows with the flood is kept of it.
            let grown = most_held(FLOOD).saturating_sub(most_held(FLOOD / 8));
            if grown > (FLOOD / 2) as u64 {
                fail("your code held at least 256 KiB more while 512 KiB came than while 64 KiB came");
            }
        },
    );
}

#[test]
fn the_bound_may_be_any_number() {
    BOUNDED_LINES.check_within(
        3 * LIMIT,
        "`max` may be 0, or far more than a buffer holds, or the largest number there is.",
        "`max + 1` overflows, or memory for `max` bytes is allocated at once. Or a counter is too small for the \
         length of a long line, or the line is cut off at the end of a buffer or at a limit of your own.",
        || {
            let long = 20 << 10;
            let cases: [(usize, &[usize], &str); 5] = [
                (0, &[0, 1, 0], "0\ntoo long\n0\n"),
                (256, &[255, 256, 257, 1], "255\n256\ntoo long\n1\n"),
                (long - 1, &[long, 1], "too long\n1\n"),
                (long, &[long, long + 1, 1], "20480\ntoo long\n1\n"),
                (usize::MAX, &[3, 70_000], "3\n70000\n"),
            ];
            for (max, lengths, replies) in cases {
                let lines: String = lengths.iter().map(|&length| "x".repeat(length) + "\n").collect();
                note(format!("`max` is {max}"));
                let mut stream = MemoryStream::new(lines, TapOptions::default());
                value_of(&format!("`measure` with a `max` of {max}"), measure(&mut stream, max));
                same_bytes(&format!("the output with a `max` of {max}"), &stream.output, replies);
            }
            note("`max` is the largest number, and a line of up to 20 MiB comes");
            let mut long = LongLine::new(b"x", LongLine::LENGTH, b"\nabc\n");
            value_of("`measure`", measure(&mut long, usize::MAX));
            same_bytes("the output", &long.output, format!("{}\n3\n", long.length));
        },
    );
}

#[test]
fn a_reply_is_sent_whole() {
    BOUNDED_LINES.check(
        "every reply arrives whole, even if each write accepts only a part of it.",
        "`write` may accept only a part of its buffer, and returns how much. `write_all` and `writeln!` repeat until \
         everything is written.",
        || {
            let options = TapOptions { write_at_most: Some(1), ..TapOptions::default() };
            let mut talk = TestConnection::tapped(options, |tap| measure(tap, MAX));
            talk.send("0123456789abcdef\n0123456789abcdefX\nabc\n").expect("16\ntoo long\n3\n");
        },
    );
}

#[test]
fn it_returns_when_the_input_ends() {
    BOUNDED_LINES.check(
        "your code returns `Ok` when the input ends, also inside a line that is too long.",
        "the loop continues after a read of 0 bytes, which means that no more bytes will come; or the end of the \
         input is returned as an error.",
        || {
            for (input, replies) in [
                ("abc\n", "3\n"),
                ("abc", "3\n"),
                ("0123456789abcdefX", "too long\n"),
                ("0123456789abcdefX and more", "too long\n"),
            ] {
                let mut talk = TestConnection::with(|tap| measure(tap, MAX));
                talk.send(input).half_close().expect(replies).expect_end();
                value_of("`measure`", talk.finish());
            }
            let mut talk = TestConnection::with(|tap| measure(tap, MAX));
            talk.half_close().expect_end();
            value_of("`measure`", talk.finish());
        },
    );
}
