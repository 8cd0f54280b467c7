//! Write everything.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{
    Exercise, MemoryStream, TapOptions, TestConnection, fail, note, same, same_bytes, same_error, value_of,
};
use exercise::send_all;
use std::{
    cell::RefCell,
    io::{self, ErrorKind, Write},
    slice,
};

const WRITE_EVERYTHING: Exercise = Exercise {
    name: "write_everything",
    read: "part 2, \"Short writes and backpressure\" (book/src/2-echo/short-writes.md)",
};

/// What is sent: with three bytes a write this takes nine writes, and the last takes one byte.
const FILM: &[u8] = b"all of this has to arrive";

/// A connection of which each write takes at most the given number of bytes.
fn taking(bytes: usize) -> TapOptions {
    TapOptions { write_at_most: Some(bytes), ..TapOptions::default() }
}

/// Has the learner's code send the film to a connection with these difficulties.
fn send_film(options: TapOptions) -> TestConnection<io::Result<()>> {
    TestConnection::tapped(options, |tap| send_all(tap, FILM, |_| ()))
}

#[test]
fn everything_arrives_however_little_a_write_takes() {
    WRITE_EVERYTHING.check(
        "everything arrives, once and in order, although each write takes at most 3 bytes.",
        "the code calls `write` once, or ignores the number that it returns. This many bytes were taken; the next write \
         starts after them.",
        || {
            let mut peer = send_film(taking(3));
            peer.expect(FILM).expect_end();
            value_of("send_all", peer.finish());
        },
    );
}

#[test]
fn progress_is_reported_after_each_write() {
    WRITE_EVERYTHING.check(
        "after each write `progress` is called with the total so far, here 3 more each time.",
        "the code reports what one write took instead of the total, reports only at the end, or offers a write less than \
         everything that is left.",
        || {
            let peer = TestConnection::tapped(taking(3), |tap| {
                let mut reported = Vec::new();
                // Code in an endless loop reports without end.
                let outcome = send_all(tap, FILM, |taken| {
                    if reported.len() < 20 {
                        reported.push(taken);
                    }
                });
                outcome.map(|()| reported)
            });
            let reported = value_of("send_all", peer.finish());
            same("the calls of `progress`", &reported, &vec![3, 6, 9, 12, 15, 18, 21, 24, 25]);
        },
    );
}

#[test]
fn each_write_is_offered_all_that_is_left() {
    WRITE_EVERYTHING.check(
        "each write is offered everything that is left, and `progress` is called before the next write.",
        "the code cuts the bytes into pieces first, or offers only as much as the last write took. Only the kernel knows how \
         much it takes now.",
        || {
            let (outcome, events) = send_scripted(FILM, &[Ok(3), Ok(1), Ok(10), Ok(2), Ok(9)]);
            value_of("send_all", outcome);
            let expected = "offered 25, progress 3, offered 22, progress 4, offered 21, progress 14, offered 11, progress 16, offered 9, progress 25";
            same_text("what happened", &events, expected);
            let (outcome, events) = send_scripted(FILM, &[Ok(25)]);
            value_of("send_all", outcome);
            same_text("what happened", &events, "offered 25, progress 25");
            let film: Vec<u8> = (0..=255).cycle().take(100_000).collect();
            let (outcome, events) = send_scripted(&film, &[Ok(70_000), Ok(30_000)]);
            value_of("send_all", outcome);
            same_text("what happened", &events, "offered 100000, progress 70000, offered 30000, progress 100000");
            let film: Vec<u8> = (0..=255).cycle().take(3_000_000).collect();
            let (outcome, events) = send_scripted(&film, &[Ok(70_000), Ok(2_930_000)]);
            value_of("send_all", outcome);
            same_text("what happened", &events, "offered 3000000, progress 70000, offered 2930000, progress 3000000");
        },
    );
}

#[test]
fn nothing_to_send_is_sent_at_once() {
    WRITE_EVERYTHING.check(
        "if `bytes` is empty, `progress` is not called, and the result is Ok(()).",
        "the code writes first and checks afterwards whether anything is left. A write of an empty slice returns 0, which is \
         no failure.",
        || {
            let (outcome, events) = send_scripted(b"", &[Ok(0)]);
            value_of("send_all", outcome);
            // A write of an empty slice does no harm.
            if events != "offered 0" {
                same_text("what happened", &events, "");
            }
        },
    );
}

#[test]
fn much_is_sent_with_as_many_writes_as_it_takes() {
    WRITE_EVERYTHING.check(
        "a million bytes arrive, and the last call of `progress` has their number.",
        "a type that is too small for the number, or a fixed number of writes.",
        || {
            let sent: Vec<u8> = (0..=255).cycle().take(1_000_003).collect();
            let options = TapOptions { write_at_most: Some(1000), ..TapOptions::default() };
            let mut connection = MemoryStream::new("", options);
            let mut last = 0;
            value_of("send_all", send_all(&mut connection, &sent, |taken| last = taken));
            same_bytes("what arrived", &connection.output, &sent);
            same("the last call of `progress`", &last, &sent.len());
        },
    );
}

#[test]
fn an_interrupted_write_is_tried_again() {
    WRITE_EVERYTHING.check(
        "an interrupted write is tried again.",
        "the code returns every error to the caller. ErrorKind::Interrupted means that a signal arrived before any byte was \
         taken. The connection still works.",
        || {
            let mut peer = send_film(TapOptions { interruptions: 1, ..TapOptions::default() });
            peer.expect(FILM).expect_end();
            value_of("send_all", peer.finish());
            let interrupted = Err(ErrorKind::Interrupted);
            let (outcome, events) =
                send_scripted(FILM, &[interrupted, Ok(5), interrupted, interrupted, interrupted, interrupted, Ok(20)]);
            value_of("send_all", outcome);
            let expected =
                "offered 25, offered 25, progress 5, offered 20, offered 20, offered 20, offered 20, offered 20, progress 25";
            same_text("what happened", &events, expected);
            let options = TapOptions { interruptions: 2000, ..TapOptions::default() };
            let mut connection = MemoryStream::new("", options);
            value_of("send_all", send_all(&mut connection, FILM, |_| ()));
            same_bytes("what arrived", &connection.output, FILM);
        },
    );
}

#[test]
fn a_write_that_takes_nothing_is_an_error() {
    WRITE_EVERYTHING.check(
        "a write that succeeds and takes 0 bytes makes your code return an error of the kind WriteZero.",
        "the loop runs as long as something is left. When a write takes nothing, what is left stays the same, so the loop \
         never ends.",
        || {
            let outcome = send_film(taking(0)).finish();
            let kind = outcome.map_err(|error| error.kind());
            same("what your code returned", &kind, &Err(ErrorKind::WriteZero));
            let (outcome, events) = send_scripted(FILM, &[Ok(5), Ok(0), Ok(20)]);
            same("what your code returned", &outcome.map_err(|error| error.kind()), &Err(ErrorKind::WriteZero));
            same_text("what happened", &events, "offered 25, progress 5, offered 20");
        },
    );
}

#[test]
fn a_broken_connection_is_an_error() {
    WRITE_EVERYTHING.check(
        "when the peer resets the connection in the middle, the caller gets the error.",
        "the code leaves the loop at an error and then returns Ok. The caller believes that everything was sent.",
        || {
            // More than the buffers of any system hold, so that bytes are left to send at the reset.
            let peer = TestConnection::with(|tap| send_all(tap, &vec![0; 64 << 20], |_| ()));
            if peer.reset().finish().is_ok() {
                fail("your code returned Ok, although most of the bytes had not been sent");
            }
        },
    );
}

#[test]
fn any_other_error_ends_it_and_goes_to_the_caller() {
    WRITE_EVERYTHING.check(
        "any other error, of whatever kind, is returned; nothing is written or reported after it.",
        "the code tries again after an error that is not an interruption, and such errors do not go away; or it returns an \
         error of its own instead of the original.",
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
                let (outcome, events) = send_scripted(FILM, &[Ok(5), Err(kind), Ok(20)]);
                same_error(outcome, kind);
                same_text("what happened", &events, "offered 25, progress 5, offered 20");
            }
        },
    );
}

/// What the learner's code returns when its writes return these results, and what happened, in order.
fn send_scripted(bytes: &[u8], writes: &[Result<usize, ErrorKind>]) -> (io::Result<()>, String) {
    note(format!("send_all, of {} bytes, where the writes return {writes:?}", bytes.len()));
    let events = RefCell::new(Vec::<String>::new());
    let script = Script { bytes, taken: 0, writes: writes.iter(), events: &events };
    let outcome = send_all(script, bytes, |taken| events.borrow_mut().push(format!("progress {taken}")));
    (outcome, events.into_inner().join(", "))
}

fn same_text(what: &str, received: &str, expected: &str) {
    same(what, &received, &expected);
}

/// A connection whose writes return what a script says.
struct Script<'a> {
    bytes: &'a [u8],
    taken: usize,
    writes: slice::Iter<'a, Result<usize, ErrorKind>>,
    events: &'a RefCell<Vec<String>>,
}

impl Write for Script<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.events.borrow_mut().push(format!("offered {}", bytes.len()));
        let left = &self.bytes[self.taken..];
        if !left.starts_with(bytes) {
            same_bytes("what was offered", bytes, left);
        }
        let Some(outcome) = self.writes.next() else {
            fail("your code has called `write` once more than it should")
        };
        let taken = (*outcome)?.min(bytes.len());
        self.taken += taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
