//! An error keeps the session.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::add_up;
use testkit::grade::{Exercise, Talk, fail};

const ERRORS: Exercise = Exercise {
    name: "errors_keep_the_session",
    read: r#"part 3, "Errors are answers" (book/src/3-protocol/errors.md)"#,
};

#[test]
fn a_line_of_numbers_is_answered_with_their_sum() {
    ERRORS.check(
        "each line of numbers is answered with their sum, one line after the other.",
        "more than blanks is taken for a part of a word (the LF, for one), or only one line is answered.",
        || {
            let mut talk = Talk::with(add_up);
            talk.send("1 2 3\n").expect("6\n");
            talk.send("  10  -3 \n7\n").expect("7\n7\n").half_close().expect_end();
        },
    );
}

#[test]
fn after_a_bad_line_the_next_one_is_answered() {
    ERRORS.check(
        "after a line that is no sum comes an error, and after that the reply to the next line.",
        "the error leaves the loop: a `?`, a `return` or a `break` where a reply should be made. Or the bad line gets no \
         reply at all.",
        || {
            let mut talk = Talk::with(add_up);
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
        "the reason repeats the first word that is no number, so that whoever typed it can find it.",
        "the reason is always the same, or tells only of the last word.",
        || {
            let mut talk = Talk::with(add_up);
            talk.send("1 two 3 four\n");
            let reply = refused(&mut talk);
            if !reply.contains("two") {
                fail(format!("the reply `{reply}` does not name `two`, which is no number"));
            }
        },
    );
}

#[test]
fn an_error_is_one_line_of_text() {
    ERRORS.check(
        "an error is one line of text: no control character of a bad line stands in it as it is.",
        "the word is repeated as it came, and an escape character in it does to the reader's terminal what its sender \
         likes. Escape what you repeat.",
        || {
            for word in ["\x1b[2J", "a\x07b", "a\rb", "\x08\x7f", "\0", "\u{9b}31m"] {
                let mut talk = Talk::with(add_up);
                talk.send(format!("1 {word} 2\n"));
                refused(&mut talk);
            }
        },
    );
}

#[test]
fn a_line_that_is_no_text_keeps_the_session() {
    ERRORS.check(
        "a line that is not UTF-8 is an error like any other, and the next line is answered.",
        "reading a line into a String fails for such bytes, and `?` takes that for an error of the connection. \
         Read bytes.",
        || {
            let mut talk = Talk::with(add_up);
            talk.send(b"1 \xff\xfe 2\n");
            refused(&mut talk);
            talk.send("3 4\n").expect("7\n");
        },
    );
}

#[test]
fn a_sum_that_does_not_fit_keeps_the_session() {
    ERRORS.check(
        "a sum that does not fit an i64 is an error, at either end, and the next line is answered.",
        "`+` and `sum` panic when the result does not fit, or wrap around in a release build. i64 has an addition that \
         tells.",
        || {
            let mut talk = Talk::with(add_up);
            for line in [format!("{} 1\n", i64::MAX), format!("-1 {}\n", i64::MIN)] {
                talk.send(line);
                refused(&mut talk);
            }
            talk.send("3 4\n").expect("7\n");
        },
    );
}

/// The next reply, which has to be an error, and one line of text.
fn refused(talk: &mut Talk<std::io::Result<()>>) -> String {
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
