//! Echo a megabyte.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::echo;
use testkit::grade::{Exercise, LIMIT, Talk, TapOptions, fail, same, value_of};

const A_MEGABYTE: Exercise = Exercise {
    name: "a_megabyte",
    read: "part 2, \"A stream has no messages\" (book/src/2-echo/no-messages.md)",
};

/// The most that may be held at any time, as the exercise says.
const MOST: u64 = 64 * 1024;

/// So many numbered words of eight bytes, which show where they are torn.
fn words(count: usize) -> Vec<u8> {
    (0..count).flat_map(|number| format!("{number:06}, ").into_bytes()).collect()
}

#[test]
fn a_megabyte_comes_back_whole() {
    // Byte by byte is slow, and right.
    A_MEGABYTE.check_within(
        2 * LIMIT,
        "all of a megabyte comes back, byte for byte.",
        "reading once, or as often as you expect to. A read brings what there is just now, here never more than \
         1,000 bytes, so only the end of the input can end the loop.",
        || {
            let options = TapOptions { read_at_most: Some(1000), ..TapOptions::default() };
            let mut talk = Talk::tapped(options, echo);
            let megabyte = words(128 * 1024);
            talk.upload(&megabyte).expect(&megabyte).expect_end();
        },
    );
}

#[test]
fn what_has_come_is_sent_back_at_once() {
    A_MEGABYTE.check(
        "each piece is sent back when it has come, while the other end is still sending.",
        "waiting for more than there is: for the end of the input, for a full buffer, for a newline. \
         A plain read returns as soon as there is anything.",
        || {
            Talk::with(echo).send("a piece").expect("a piece");
        },
    );
}

#[test]
fn a_small_piece_is_not_the_end() {
    A_MEGABYTE.check(
        "after a small piece your code reads on.",
        "taking a read that does not fill the buffer for the last one. It only means that no more had come by then; \
         the end of the input is a read of 0 bytes.",
        || {
            Talk::with(echo).send("x").then_send("yz").half_close().expect("xyz");
        },
    );
}

#[test]
fn at_most_64_kib_are_held() {
    A_MEGABYTE.check(
        "your code never holds more than 64 KiB that it has read and not yet sent back.",
        "collecting before sending, in a Vec that grows or in a very big buffer. Send each piece back before you read \
         the next.",
        || {
            let mut talk = Talk::with(echo);
            talk.upload(words(32 * 1024)).drain();
            let held = talk.most_held();
            // Code that has panicked says so here.
            let _ = talk.finish();
            if held > MOST {
                fail(format!("your code held {held} bytes at once"));
            }
        },
    );
}

#[test]
fn it_returns_how_many_bytes_there_were() {
    A_MEGABYTE.check(
        "at the end of the input your code returns how many bytes came in all.",
        "counting something else than bytes, or only the last piece. Add up what each read has returned.",
        || {
            let mut talk = Talk::with(echo);
            talk.send("seven..").then_send("four").half_close().drain();
            let count = value_of("echo", talk.finish());
            same("what your code returned for 7 and 4 bytes", &count, &11);
        },
    );
}
