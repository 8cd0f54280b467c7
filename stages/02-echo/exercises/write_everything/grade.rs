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
use std::{
    cell::RefCell,
    io::{self, ErrorKind, Write},
    slice,
};
use testkit::grade::{
    Exercise, MemoryStream, TapOptions, TestConnection, fail, note, same, same_bytes, same_error, value_of,
};

const WRITE_EVERYTHING: Exercise = Exercise {
    name: "write_everything",
    read: "part 2, \"Short writes and backpressure\" (book/src/2-echo/short-writes.md)",
};

/// What is to be sent: at three bytes a write it takes nine of them, and the last takes one.
const FILM: &[u8] = b"all of this has to arrive";

/// A connection of which each write takes at most so many bytes.
fn taking(bytes: usize) -> TapOptions {
    TapOptions { write_at_most: Some(bytes), ..TapOptions::default() }
}

/// Has the learner's code send the film, to a connection that is made difficult.
fn send_film(options: TapOptions) -> TestConnection<io::Result<()>> {
    TestConnection::tapped(options, |tap| send_all(tap, FILM, |_| ()))
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
            let talk = TestConnection::tapped(taking(3), |tap| {
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
fn each_write_is_offered_all_that_is_left() {
    WRITE_EVERYTHING.check(
        "each write is offered all that is left, and `progress` is told before the next one.",
        "cutting the bytes into pieces first, or offering only as much as was taken before. Only the system knows how much \
         it will take now.",
        || {
            let (outcome, story) = told(FILM, &[Ok(3), Ok(1), Ok(10), Ok(2), Ok(9)]);
            value_of("send_all", outcome);
            let expected = "offered 25, gone 3, offered 22, gone 4, offered 21, gone 14, offered 11, gone 16, offered 9, gone 25";
            same_text("what happened", &story, expected);
            let (outcome, story) = told(FILM, &[Ok(25)]);
            value_of("send_all", outcome);
            same_text("what happened", &story, "offered 25, gone 25");
            let film: Vec<u8> = (0..=255).cycle().take(100_000).collect();
            let (outcome, story) = told(&film, &[Ok(70_000), Ok(30_000)]);
            value_of("send_all", outcome);
            same_text("what happened", &story, "offered 100000, gone 70000, offered 30000, gone 100000");
            let film: Vec<u8> = (0..=255).cycle().take(3_000_000).collect();
            let (outcome, story) = told(&film, &[Ok(70_000), Ok(2_930_000)]);
            value_of("send_all", outcome);
            same_text("what happened", &story, "offered 3000000, gone 70000, offered 2930000, gone 3000000");
        },
    );
}

#[test]
fn nothing_to_send_is_sent_at_once() {
    WRITE_EVERYTHING.check(
        "if there is nothing to send, nothing is told, and all is well.",
        "writing first and looking afterwards. A write of nothing takes 0 bytes, which is no failure then.",
        || {
            let (outcome, story) = told(b"", &[Ok(0)]);
            value_of("send_all", outcome);
            // To write nothing is as good as not to write.
            if story != "offered 0" {
                same_text("what happened", &story, "");
            }
        },
    );
}

#[test]
fn much_is_sent_with_as_many_writes_as_it_takes() {
    WRITE_EVERYTHING.check(
        "a million bytes arrive, and `progress` counts them all.",
        "a number that is too small for its type, or a number of writes that you expect.",
        || {
            let sent: Vec<u8> = (0..=255).cycle().take(1_000_003).collect();
            let options = TapOptions { write_at_most: Some(1000), ..TapOptions::default() };
            let mut connection = MemoryStream::new("", options);
            let mut last = 0;
            value_of("send_all", send_all(&mut connection, &sent, |gone| last = gone));
            same_bytes("what arrived", connection.output(), &sent);
            same("what `progress` was told last", &last, &sent.len());
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
            let interrupted = Err(ErrorKind::Interrupted);
            let (outcome, story) =
                told(FILM, &[interrupted, Ok(5), interrupted, interrupted, interrupted, interrupted, Ok(20)]);
            value_of("send_all", outcome);
            let expected =
                "offered 25, offered 25, gone 5, offered 20, offered 20, offered 20, offered 20, offered 20, gone 25";
            same_text("what happened", &story, expected);
            let options = TapOptions { interruptions: 2000, ..TapOptions::default() };
            let mut connection = MemoryStream::new("", options);
            value_of("send_all", send_all(&mut connection, FILM, |_| ()));
            same_bytes("what arrived", connection.output(), FILM);
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
            let (outcome, story) = told(FILM, &[Ok(5), Ok(0), Ok(20)]);
            same("what your code returned", &outcome.map_err(|error| error.kind()), &Err(ErrorKind::WriteZero));
            same_text("what happened", &story, "offered 25, gone 5, offered 20");
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
            let talk = TestConnection::with(|tap| send_all(tap, &vec![0; 64 << 20], |_| ()));
            if talk.reset().finish().is_ok() {
                fail("your code returned Ok, although most of the bytes had not been sent");
            }
        },
    );
}

#[test]
fn any_other_error_ends_it_and_goes_to_the_caller() {
    WRITE_EVERYTHING.check(
        "any other error, of whatever kind, ends it and is returned; nothing is written or told afterwards.",
        "trying again after other errors than an interruption, which will not go away, or returning an error of your own \
         instead of the one that came.",
        || {
            for kind in [
                ErrorKind::BrokenPipe,
                ErrorKind::ConnectionReset,
                ErrorKind::WouldBlock,
                ErrorKind::TimedOut,
                ErrorKind::UnexpectedEof,
                ErrorKind::StorageFull,
                ErrorKind::Other,
            ] {
                let (outcome, story) = told(FILM, &[Ok(5), Err(kind), Ok(20)]);
                same_error(outcome, kind);
                same_text("what happened", &story, "offered 25, gone 5, offered 20");
            }
        },
    );
}

/// What the learner's code returns when its writes end so, and what happened, in order.
fn told(bytes: &[u8], writes: &[Result<usize, ErrorKind>]) -> (io::Result<()>, String) {
    note(format!("send_all, of {} bytes, where the writes return {writes:?}", bytes.len()));
    let story = RefCell::new(Vec::<String>::new());
    let script = Script { bytes, gone: 0, writes: writes.iter(), story: &story };
    let outcome = send_all(script, bytes, |gone| story.borrow_mut().push(format!("gone {gone}")));
    (outcome, story.into_inner().join(", "))
}

fn same_text(what: &str, received: &str, expected: &str) {
    same(what, &received, &expected);
}

/// A connection whose writes end as is written down beforehand.
struct Script<'a> {
    bytes: &'a [u8],
    gone: usize,
    writes: slice::Iter<'a, Result<usize, ErrorKind>>,
    story: &'a RefCell<Vec<String>>,
}

impl Write for Script<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.story.borrow_mut().push(format!("offered {}", bytes.len()));
        let left = &self.bytes[self.gone..];
        if !left.starts_with(bytes) {
            same_bytes("what was offered", bytes, left);
        }
        let Some(outcome) = self.writes.next() else {
            fail("your code has written once more than it should")
        };
        let taken = (*outcome)?.min(bytes.len());
        self.gone += taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
