//! An error keeps the session.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{Exercise, LIMIT, LongLine, TapOptions, TestConnection, fail, note, same_bytes, value_of};
use exercise::add_up;

const ERRORS: Exercise = Exercise {
    name: "errors_keep_the_session",
    read: r#"part 3, "Errors are replies" (book/src/3-protocol/errors.md)"#,
};

#[test]
fn a_line_of_numbers_gets_their_sum() {
    ERRORS.check(
        "each line of numbers gets their sum as its reply, one line after the other.",
        "something besides spaces is treated as a part of a word (the LF, for example), or only one line gets a reply; \
         or a reply stays in a buffer while half a line is left to read.",
        || {
            let mut talk = TestConnection::with(add_up);
            talk.send("1 2 3\n").expect("6\n");
            talk.send("4 5\n6").expect("9\n").send(" 7\n").expect("13\n");
            talk.send("  10  -3 \n7\n").expect("7\n7\n");
            talk.send("-5\n-20 20\n123456789 987654321\n").expect("-5\n0\n1111111110\n");
            talk.half_close().expect_end();
        },
    );
}

#[test]
fn after_an_invalid_line_the_next_one_gets_its_reply() {
    ERRORS.check(
        "an invalid line gets an error, and the next line gets its reply.",
        "the error leaves the loop: a `?`, a `return` or a `break`, where the code should write a reply. Or the \
         invalid line gets no reply at all.",
        || {
            let mut talk = TestConnection::with(add_up);
            talk.send("1 two\n");
            refused(&mut talk);
            talk.send("4 5\n").expect("9\n");
            talk.send("six\n7\n");
            refused(&mut talk);
            talk.expect("7\n");
        },
    );
}

#[test]
fn an_error_names_the_word() {
    ERRORS.check(
        "the reason repeats the first word that is not a number, so that the user can find it.",
        "the reason is always the same, or names the last word, or all words, or a part of the word. Or the numbers \
         are added while later words are not checked yet, and the sum is found too large first.",
        || {
            let mut talk = TestConnection::with(add_up);
            for line in ["1 two 3 four\n".to_owned(), format!("{} 1 two four\n", i64::MAX)] {
                talk.send(line);
                let reply = refused(&mut talk);
                if !reply.contains("two") {
                    fail(format!("the reply `{reply}` does not name `two`, which is the first word that is no number"));
                }
                if reply.contains("four") {
                    fail(format!("the reply `{reply}` names `four`, and `two` came first"));
                }
            }
            let word = "two-or-three".repeat(10);
            talk.send(format!("1 {word} 4\n"));
            let reply = refused(&mut talk);
            if !reply.contains(&word) {
                fail(format!("the reply `{reply}` does not name all of `{word}`, which is the first word that is no number"));
            }
        },
    );
}

#[test]
fn an_error_is_one_line_of_text() {
    ERRORS.check(
        "an error is one line of text: control characters of an invalid line are escaped.",
        "the word is repeated unchanged, so an escape character in it controls the terminal of the reader. Escape \
         what you repeat.",
        || {
            let mut talk = TestConnection::with(add_up);
            for word in ["\x1b[2J", "a\x07b", "a\rb", "\x08\x7f", "\0", "\u{9b}31m"] {
                talk.send(format!("1 {word} 2\n"));
                refused(&mut talk);
            }
            for control in ('\0'..='\u{ff}').filter(|&it| it.is_control() && it != '\n') {
                talk.send(format!("x{control}y\n"));
                refused(&mut talk);
            }
        },
    );
}

#[test]
fn a_line_that_is_not_utf_8_keeps_the_session() {
    ERRORS.check(
        "a line that is not UTF-8, or not ASCII, gets an error like any other invalid line, and the next line gets \
         its reply.",
        "reading a line into a String fails for such bytes, and `?` treats that like an error of the connection. Read \
         bytes.",
        || {
            let mut talk = TestConnection::with(add_up);
            for line in [&b"1 \xff\xfe 2\n"[..], b"\xff\n", b"a\xc3 b\n", b"\xe2\x82\n", b"\xed\xa0\x80\n"] {
                talk.send(line);
                refused(&mut talk);
                talk.send("3 4\n").expect("7\n");
            }
            // These are text, and no numbers.
            for line in ["zw\u{f6}lf\n", "1 \u{20ac} 2\n", "\u{661}\n", "1.5\n", "0x10\n", "1,2\n", "-\n", "--1\n"] {
                talk.send(line);
                refused(&mut talk);
                talk.send("3 4\n").expect("7\n");
            }
        },
    );
}

#[test]
fn a_sum_that_does_not_fit_keeps_the_session() {
    ERRORS.check(
        "a sum that does not fit an i64 is an error, whether too large or too small, and the next line gets its \
         reply.",
        "`+` and `sum` panic when the result does not fit, or wrap around in a release build. Add in a wider type, \
         and check at the end whether the sum fits.",
        || {
            let mut talk = TestConnection::with(add_up);
            let (max, min) = (i64::MAX, i64::MIN);
            for line in [format!("{max} 1\n"), format!("-1 {min}\n"), format!("{max} {max} {max}\n")] {
                talk.send(line);
                refused(&mut talk);
            }
            for number in ["9223372036854775808", "-9223372036854775809", &"9".repeat(60)] {
                talk.send(format!("{number}\n"));
                refused(&mut talk);
            }
            talk.send("3 4\n").expect("7\n");
        },
    );
}

#[test]
fn a_sum_that_fits_is_the_reply() {
    ERRORS.check(
        "a sum that fits an i64 is the reply, even if the sum of the first few numbers does not fit.",
        "each addition is checked, although a later number would make the sum fit again; or the sum saturates; or it \
         is a float, which has fewer digits. Add in a wider type, and check at the end whether the sum fits.",
        || {
            let mut talk = TestConnection::with(add_up);
            let (max, min) = (i64::MAX, i64::MIN);
            for (line, sum) in [
                (format!("{max}"), max),
                (format!("{min}"), min),
                (format!("{} 1", max - 1), max),
                (format!("{max} 1 -1"), max),
                (format!("{min} -1 1"), min),
                (format!("{max} {max} {min} {min}"), -2),
            ] {
                talk.send(line + "\n").expect(format!("{sum}\n"));
            }
        },
    );
}

#[test]
fn a_line_may_be_long_and_a_reply_is_sent_whole() {
    ERRORS.check_within(
        3 * LIMIT,
        "a line of any length gets its reply, here up to 4 MiB, and every reply arrives whole, even if each write accepts only a part of \
         it.",
        "the line is cut off at the end of a buffer or at a limit of your own; or `write` is called once, which may accept only a part. \
         `write_all` repeats until everything is written. Or an error is not as it should be, for short lines too: \
         see the other checks.",
        || {
            let options = TapOptions { write_at_most: Some(1), ..TapOptions::default() };
            let mut talk = TestConnection::tapped(options, add_up);
            talk.send("100 23\n").expect("123\n");
            talk.send("12 two\n");
            let reply = refused(&mut talk);
            if !reply.contains("two") {
                fail(format!("the reply `{reply}` does not name `two`"));
            }
            let mut talk = TestConnection::with(add_up);
            talk.send("2 ".repeat(10 << 10) + "\n").expect("20480\n");
            talk.send("2 ".repeat(10 << 10) + "two\n");
            refused(&mut talk);
            // More than the 64 KiB at which many a buffer ends.
            talk.send("1000000 ".repeat(9000) + "\n").expect("9000000000\n");
            talk.send("x".repeat(20 << 10) + "\n");
            refused(&mut talk);
            talk.send("3 4\n").expect("7\n");
            note("a line of up to 4 MiB comes: a two, a space, a two, and so on");
            let mut long = LongLine::new(b"2 ", 4 << 20, b"\n3 4\n");
            value_of("`add_up`", add_up(&mut long));
            let sum = 2 * long.length.div_ceil(2);
            same_bytes("the output", &long.output, format!("{sum}\n7\n"));
        },
    );
}

#[test]
fn an_empty_line_keeps_the_session() {
    ERRORS.check(
        "a line without a word gets one reply, 0 or an error, and the next line gets its reply.",
        "an empty line is treated as the end of the input, or gets no reply.",
        || {
            for line in ["\n", "  \n"] {
                let mut talk = TestConnection::with(add_up);
                talk.send(line);
                let reply = talk.line();
                if !reply.starts_with(b"error: ") {
                    same_bytes("the reply to a line without a word", reply, "0");
                }
                talk.send("3 4\n").expect("7\n");
            }
        },
    );
}

#[test]
fn it_returns_when_the_input_ends() {
    ERRORS.check(
        "your code returns `Ok` when the input ends.",
        "the loop continues after a read of 0 bytes, which means that no more bytes will come; or the end of the \
         input is returned as an error.",
        || {
            let mut talk = TestConnection::with(add_up);
            talk.send("3 4\ntwo\n").expect("7\n");
            refused(&mut talk);
            talk.half_close().expect_end();
            value_of("`add_up`", talk.finish());
            let mut talk = TestConnection::with(add_up);
            talk.send("3 4\n5").half_close().expect("7\n").drain();
            value_of("`add_up`", talk.finish());
        },
    );
}

/// The next reply, which has to be an error, and one line of text.
fn refused(talk: &mut TestConnection<std::io::Result<()>>) -> String {
    let line = talk.line();
    let shown = line.escape_ascii().to_string();
    if !line.starts_with(b"error: ") {
        fail(format!("the reply is `{shown}`, and should begin with `error: `"));
    }
    match String::from_utf8(line) {
        Err(_) => fail(format!("the reply `{shown}` is not UTF-8")),
        Ok(line) if line.contains(char::is_control) => {
            fail(format!("in the reply `{shown}` a control character stands as it is"))
        }
        Ok(line) => line,
    }
}
