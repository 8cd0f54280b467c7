//! Lines, however they end.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{Exercise, LIMIT, LongLine, TapOptions, TestConnection, note, same_bytes, value_of};
use exercise::quote;

const LINES: Exercise = Exercise {
    name: "lines",
    read: r#"part 3, "Framing with a delimiter" (book/src/3-protocol/delimiters.md)"#,
};

#[test]
fn a_line_ends_with_lf_or_crlf() {
    LINES.check(
        "a line ends with LF or CRLF, and these bytes are not part of it, even if CR and LF arrive separately.",
        "the LF is removed but not the CR before it; or every CR is removed, not only one; or the code looks for the \
         CR in the bytes of one read, not at the end of the whole line.",
        || {
            let mut talk = TestConnection::with(quote);
            talk.send("one\ntwo\r\nthree\r\r\nfour\r").until_asked_for_more().send("\n").half_close();
            talk.expect("<one>\n<two>\n<three\r>\n<four>\n");
        },
    );
}

#[test]
fn every_other_byte_is_part_of_the_line() {
    LINES.check(
        "every byte except the line end comes back, whatever it is.",
        "`trim` removes more than one line end; or another byte than LF ends a line; or the line is a String, which \
         holds only UTF-8: read bytes.",
        || {
            let mut talk = TestConnection::with(quote);
            talk.send(b" a \t\nb\rc\n\0\xff\xfe\n").half_close();
            talk.expect(b"< a \t>\n<b\rc>\n<\0\xff\xfe>\n");
            let all: Vec<u8> = (0..=u8::MAX).filter(|&byte| byte != b'\n').collect();
            let mut talk = TestConnection::with(quote);
            talk.send(&all).send("\n").half_close();
            talk.expect([b"<", &*all, b">\n"].concat()).expect_end();
        },
    );
}

#[test]
fn an_empty_line_is_a_line() {
    LINES.check(
        "an empty line gets its reply, and the lines after it get theirs.",
        "an empty line is treated as the end of the input, or gets no reply. The input has ended when nothing could be \
         read, not even an LF.",
        || {
            let mut talk = TestConnection::with(quote);
            talk.send("\n\r\nafter\n").half_close();
            talk.expect("<>\n<>\n<after>\n");
        },
    );
}

#[test]
fn a_last_line_needs_no_end() {
    LINES.check(
        "the bytes between the last LF and the end of the input are a line.",
        "only an LF leads to a reply: handle what is left when the input ends. A CR at its end belongs to the line, \
         because no LF follows.",
        || {
            let mut talk = TestConnection::with(quote);
            talk.send("one\ntwo").half_close();
            talk.expect("<one>\n<two>\n").expect_end();
            // No LF follows these CRs, so they end nothing.
            TestConnection::with(quote).send("three\r").half_close().expect("<three\r>\n").expect_end();
            TestConnection::with(quote).send("four\n\r").half_close().expect("<four>\n<\r>\n").expect_end();
        },
    );
}

#[test]
fn a_long_line_comes_back_whole() {
    LINES.check_within(
        3 * LIMIT,
        "a line may have any length, and its whole reply comes back, even if each write accepts only a part of it.",
        "a line that does not fit into a buffer, or is longer than a limit of your own, is cut off, or treated as several lines; or the reply is sent with \
         `write`, which may accept only a part and returns how much. `write_all` repeats until everything is written.",
        || {
            let mut talk = TestConnection::tapped(a_few_bytes_a_write(1), quote);
            talk.send("one\n").half_close().expect("<one>\n").expect_end();
            // More than the 64 KiB at which many a buffer ends.
            let long = "x".repeat(70_000);
            let mut talk = TestConnection::tapped(a_few_bytes_a_write(500), quote);
            talk.upload(format!("{long}\nafter\n")).expect(format!("<{long}>\n<after>\n")).expect_end();
            note("a line of up to 20 MiB comes");
            let mut long = LongLine::new(b"x", LongLine::LENGTH, b"\nafter\n");
            value_of("`quote`", quote(&mut long));
            same_bytes("the output", &long.output, [b"<", &*long.line(), b">\n<after>\n"].concat());
        },
    );
}

#[test]
fn after_the_last_lf_there_is_no_other_line() {
    LINES.check(
        "an LF ends a line and does not begin one: two LFs are two lines, and empty input has no line.",
        "`split` returns one piece more than there are LFs. The last piece is a line only if it is not empty.",
        || {
            let mut talk = TestConnection::with(quote);
            talk.send("one\ntwo\n").half_close();
            talk.expect("<one>\n<two>\n").expect_end();
            TestConnection::with(quote).half_close().expect_end();
        },
    );
}

#[test]
fn a_reply_does_not_wait_for_more() {
    LINES.check(
        "each line gets its reply as soon as it has ended, while the client waits for it and sends nothing more.",
        "the code reads until the end of the input, or until a buffer is full; or replies stay in a BufWriter until \
         the BufReader is empty, which never happens after half a line.",
        || {
            let mut talk = TestConnection::with(quote);
            talk.send("one\n").expect("<one>\n");
            talk.send("two\nthree\nfo").expect("<two>\n<three>\n");
            talk.send("ur\n").expect("<four>\n");
        },
    );
}

#[test]
fn it_returns_when_the_input_ends() {
    LINES.check(
        "your code returns `Ok` when the input ends.",
        "the loop continues after a read of 0 bytes, which means that no more bytes will come; or the end of the \
         input is returned as an error.",
        || {
            for input in ["one\n", "one\ntwo"] {
                let mut talk = TestConnection::with(quote);
                talk.send(input).half_close().drain();
                value_of("`quote`", talk.finish());
            }
        },
    );
}

fn a_few_bytes_a_write(count: usize) -> TapOptions {
    TapOptions { write_at_most: Some(count), ..TapOptions::default() }
}
