//! Echo any bytes.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::echo_once;
use std::io;
use testkit::grade::{Exercise, Talk, Tap, fail, same, value_of};

const ANY_BYTES: Exercise = Exercise {
    name: "any_bytes",
    read: "part 2, \"Listen, accept, read, write\" (book/src/2-echo/four-calls.md)",
};

/// Calls the learner's code until it says 0, as a server would, and returns what it said each time. Code that never says 0
/// is left alone after a while.
fn echo(mut tap: Tap) -> io::Result<Vec<usize>> {
    let mut counts = Vec::new();
    while counts.len() < 1000 && counts.last() != Some(&0) {
        counts.push(echo_once(&mut tap)?);
    }
    Ok(counts)
}

#[test]
fn all_256_bytes_come_back() {
    ANY_BYTES.check(
        "each of the 256 values that a byte can have comes back as it was.",
        "taking the bytes for text. From 128 on a single byte is not UTF-8, so a String refuses or replaces it. \
         A slice of u8 takes it as it is.",
        || {
            let all = (0..=255).collect::<Vec<u8>>();
            Talk::with(echo).send(&all).half_close().expect(&all);
        },
    );
}

#[test]
fn a_zero_byte_is_a_byte_like_any_other() {
    ANY_BYTES.check(
        "a zero byte comes back, and so do the bytes after it.",
        "looking in the buffer for where the bytes end. Only the number that read returns tells how many came.",
        || {
            Talk::with(echo).send("zip\0\0archive\0").half_close().expect("zip\0\0archive\0");
        },
    );
}

#[test]
fn only_what_came_is_sent_back() {
    ANY_BYTES.check(
        "what is sent back is what this read has brought, and not one byte more.",
        "sending the whole buffer. A read fills only the beginning of it; behind that is what was there before.",
        || {
            let mut talk = Talk::with(echo);
            talk.send("a long piece, ").then_send("a short one").half_close();
            talk.expect("a long piece, a short one").expect_end();
        },
    );
}

#[test]
fn a_piece_without_a_newline_comes_back_at_once() {
    ANY_BYTES.check(
        "what has come is sent back, although it does not end in a newline and the input has not ended.",
        "reading until something is found or the input ends. A plain read returns as soon as there is anything.",
        || {
            Talk::with(echo).send("no newline").expect("no newline");
        },
    );
}

#[test]
fn it_says_how_many_bytes_there_were() {
    ANY_BYTES.check(
        "your code returns how many bytes came, and 0 when the other end has finished.",
        "returning the size of the buffer, or what is left of it. The number is the one that read has returned.",
        || {
            let mut talk = Talk::with(echo);
            talk.send("seven..").then_send("four").half_close().drain();
            let counts = value_of("echo_once", talk.finish());
            let last = counts.last().copied().unwrap_or_default();
            if last != 0 {
                fail(format!("the other end had finished, and your code said that {last} bytes came"));
            }
            same("the sum of what your code returned for 7 and 4 bytes", &counts.iter().sum(), &11_usize);
        },
    );
}
