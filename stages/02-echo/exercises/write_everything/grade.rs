//! Write everything.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::send_all;
use std::io::{self, ErrorKind};
use testkit::grade::{Exercise, Talk, TapOptions, fail, same, value_of};

const WRITE_EVERYTHING: Exercise = Exercise {
    name: "write_everything",
    read: "part 2, \"A write is a question\" (book/src/2-echo/writing.md)",
};

/// What is to be sent: at three bytes a write it takes nine of them, and the last takes one.
const FILM: &[u8] = b"all of this has to arrive";

/// A connection of which each write takes at most so many bytes.
fn taking(bytes: usize) -> TapOptions {
    TapOptions { write_at_most: Some(bytes), ..TapOptions::default() }
}

/// Has the learner's code send the film, to a connection that is made difficult.
fn send_film(options: TapOptions) -> Talk<io::Result<()>> {
    Talk::tapped(options, |tap| send_all(tap, FILM, |_| ()))
}

#[test]
fn everything_arrives_however_little_a_write_takes() {
    WRITE_EVERYTHING.check(
        "everything arrives, once and in order, when a write takes no more than 3 bytes.",
        "calling write once, or not heeding the number it returns. So many bytes are gone; the next write begins behind \
         them.",
        || {
            let mut talk = send_film(taking(3));
            talk.expect(FILM).expect_end();
            value_of("send_all", talk.finish());
        },
    );
}

#[test]
fn progress_is_told_after_each_write() {
    WRITE_EVERYTHING.check(
        "after each write `progress` hears how many bytes are gone in all, here 3 more each time.",
        "telling what one write took instead of the sum, telling only the end, or offering a write less than all that is \
         left.",
        || {
            let talk = Talk::tapped(taking(3), |tap| {
                let mut told = Vec::new();
                // Code that goes round in circles has no end of news.
                let outcome = send_all(tap, FILM, |gone| {
                    if told.len() < 20 {
                        told.push(gone);
                    }
                });
                outcome.map(|()| told)
            });
            let told = value_of("send_all", talk.finish());
            same("what `progress` was told", &told, &vec![3, 6, 9, 12, 15, 18, 21, 24, 25]);
        },
    );
}

#[test]
fn an_interrupted_write_is_tried_again() {
    WRITE_EVERYTHING.check(
        "a write that is interrupted is tried again.",
        "returning every error to the caller. ErrorKind::Interrupted means that a signal came in before a byte was \
         taken; the connection is as good as before.",
        || {
            let mut talk = send_film(TapOptions { interrupted: true, ..TapOptions::default() });
            talk.expect(FILM).expect_end();
            value_of("send_all", talk.finish());
        },
    );
}

#[test]
fn a_write_that_takes_nothing_is_an_error() {
    WRITE_EVERYTHING.check(
        "a write that succeeds and takes 0 bytes ends in an error of the kind WriteZero.",
        "going on as long as something is left. When nothing is taken, just as much is left as before, and the loop goes \
         round for ever.",
        || {
            let outcome = send_film(taking(0)).finish();
            let kind = outcome.map_err(|error| error.kind());
            same("what your code returned", &kind, &Err(ErrorKind::WriteZero));
        },
    );
}

#[test]
fn a_broken_connection_is_an_error() {
    WRITE_EVERYTHING.check(
        "when the other end resets the connection in the middle, the caller gets the error.",
        "leaving the loop at an error and then returning Ok: your caller believes that all has arrived.",
        || {
            // More than any system's buffers take, so that the reset finds something unsent.
            let talk = Talk::with(|tap| send_all(tap, &vec![0; 64 << 20], |_| ()));
            if talk.reset().finish().is_ok() {
                fail("your code returned Ok, although most of the bytes had not been sent");
            }
        },
    );
}
