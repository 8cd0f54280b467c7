//! A deadline for the whole line.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{
    Clock, Exercise, LongLine, Tap, TapOptions, TestConnection, WAYS_TO_BREAK, fail, note, same, same_bytes,
    value_of,
};
use exercise::read_line;
use std::{
    io::{self, ErrorKind},
    time::Duration,
};

const DEADLINE: Exercise = Exercise {
    name: "a_deadline_for_the_line",
    read: r#"part 3, "Timeouts" (book/src/3-protocol/timeouts.md)"#,
};

/// How long a line may take, on the clock of a check.
const LIMIT: Duration = Duration::from_secs(10);

const HOUR: Duration = Duration::from_hours(1);

/// How long a byte takes on it.
const SECOND: Duration = Duration::from_secs(1);
/// No whole number of milliseconds, so that what is left is none either.
const MOST_OF_A_SECOND: Duration = Duration::from_micros(700_400);

#[test]
fn a_line_that_comes_in_time_is_returned() {
    DEADLINE.check(
        "a line that comes within the limit is returned without its LF, in however many pieces it comes.",
        "the line is returned with its LF, or with what came after it, or before all of it has come.",
        || {
            let mut talk = TestConnection::with(dripping);
            talk.send("1+").then_send("2\n");
            same("what `read_line` returned", &talk.finish().outcome, &Ok("1+2".to_owned()));
            let mut talk = TestConnection::with(dripping);
            talk.send("\n3+4\n");
            same("what `read_line` returned", &talk.finish().outcome, &Ok(String::new()));
            note("the limit is 10 s; each byte takes 700.4 ms on the clock, and there are 14");
            let mut talk = TestConnection::tapped(a_byte_a_read(), |tap| call(tap, MOST_OF_A_SECOND));
            talk.send("0123456789+12\n");
            same("what `read_line` returned", &talk.finish().outcome, &Ok("0123456789+12".to_owned()));
            note("the limit is an hour; each byte takes ten minutes on the clock");
            let mut talk = TestConnection::tapped(a_byte_a_read(), |tap| call_within(tap, HOUR, HOUR / 6));
            talk.send("1+23\n");
            same("what `read_line` returned", &talk.finish().outcome, &Ok("1+23".to_owned()));
        },
    );
}

#[test]
fn every_byte_before_the_lf_is_the_line() {
    DEADLINE.check_within(
        3 * checks::LIMIT,
        "a line may have any length, and every byte before its LF is returned.",
        "the line is cut off at the end of a buffer or at a limit of your own, or trimmed, or made a String, which cannot \
         hold all bytes.",
        || {
            let all: Vec<u8> = (0..=u8::MAX).filter(|&byte| byte != b'\n').chain(*b" \r").collect();
            let long = vec![b'x'; 10 << 10];
            for line in [all, long] {
                let mut talk = TestConnection::with(|tap| {
                    let clock = Clock::default();
                    read_line(tap, LIMIT, || clock.now(), |_| Ok(()))
                });
                talk.send(&line).send("\n");
                same_bytes("the line", value_of("`read_line`", talk.finish()), line);
            }
            note("a line of up to 20 MiB comes, while the clock stands still");
            let mut long = LongLine::new(b"x", LongLine::LENGTH, b"\n");
            let clock = Clock::default();
            let line = value_of("`read_line`", read_line(&mut long, LIMIT, || clock.now(), |_| Ok(())));
            same_bytes("the line", line, long.line());
        },
    );
}

#[test]
fn without_time_nothing_is_read() {
    DEADLINE.check(
        "with a limit of zero nothing is read, although a line is there, and the error is ErrorKind::TimedOut. When \
         `wait_at_most` fails, nothing is read either, and an error is returned.",
        "the code does not check before the first read whether any time is left, or it ignores the result of \
         `wait_at_most`: then that read may wait forever.",
        || {
            note("the limit is 0 s");
            let mut talk = TestConnection::with(|tap| call_within(tap, Duration::ZERO, SECOND));
            talk.send("1+2\n");
            let Call { outcome, waits, .. } = talk.finish();
            same("what `read_line` returned", &outcome, &Err(ErrorKind::TimedOut));
            if !waits.is_empty() {
                fail("your code called `wait_at_most`, though there was no time");
            }
            note("the limit is 10 s, and `wait_at_most` fails");
            let mut talk = TestConnection::with(|tap| {
                let clock = Clock::default();
                told(read_line(tap, LIMIT, || clock.now(), |_| Err(ErrorKind::Unsupported.into())))
            });
            // All that it reads it has read when the connection has ended.
            talk.send("1+2\n").drain();
            let read = talk.seen().reads;
            if let Ok(line) = talk.finish() {
                fail(format!("your code returned the line `{line}`, though `wait_at_most` failed"));
            }
            if read > 0 {
                fail("your code has read, though nothing bounds how long that may take");
            }
        },
    );
}

#[test]
fn a_connection_that_breaks_is_its_error() {
    DEADLINE.check(
        "when the connection breaks, the error of the read is returned, whatever its kind.",
        "every error of a read is treated as a timeout, or as the end of the input. Only WouldBlock and TimedOut say \
         that the time is up.",
        || {
            let ways_to_break = WAYS_TO_BREAK.iter().filter(|kind| **kind != ErrorKind::TimedOut);
            for after in [0, 2] {
                for kind in ways_to_break.clone().copied().chain([ErrorKind::PermissionDenied]) {
                    let options = TapOptions { reads_fail: Some((after, kind)), ..TapOptions::default() };
                    let mut talk = TestConnection::tapped(options, dripping);
                    talk.send("1+");
                    same("what `read_line` returned", &talk.finish().outcome, &Err(kind));
                }
            }
        },
    );
}

#[test]
fn a_slow_client_times_out_at_the_deadline() {
    DEADLINE.check(
        "when a client sends a byte now and then, but no whole line within the limit, the error is \
         ErrorKind::TimedOut, at the deadline.",
        "each read gets the whole limit again, or the code does not look at the clock between two reads. Or it calls \
         `wait_at_most` with zero, which is an error: when nothing is left, it is too late.",
        || {
            note("the limit is 10 s; each byte takes a second on the clock, and no LF comes");
            let mut talk = TestConnection::tapped(a_byte_a_read(), dripping);
            talk.send("x".repeat(30)).half_close();
            let Call { outcome, took, waits } = talk.finish();
            note(format!("your code returned after {} s", took.as_secs()));
            same("what `read_line` returned", &outcome, &Err(ErrorKind::TimedOut));
            if took < LIMIT || took > LIMIT + SECOND {
                fail(format!("your code gave up after {} s, not after {} s", took.as_secs(), LIMIT.as_secs()));
            }
            if waits.iter().any(|(_, wait)| wait.is_zero()) {
                fail("your code called `wait_at_most` with `Duration::ZERO`, when nothing was left");
            }
        },
    );
}

#[test]
fn no_read_may_wait_longer_than_is_left() {
    DEADLINE.check(
        "each read may wait only as long as is left until the deadline.",
        "the timeout is set once before the loop, or to the whole limit each time, or to whole seconds, or is rounded \
         up or made shorter. A read that begins after 7 s of 10 may wait 3 s.",
        || {
            note("the limit is 10 s; each byte takes 700.4 ms on the clock, and no LF comes");
            let mut talk = TestConnection::tapped(a_byte_a_read(), |tap| call(tap, MOST_OF_A_SECOND));
            talk.send("x".repeat(30)).half_close();
            let Call { took, waits, .. } = talk.finish();
            // A read gives a byte, and a byte takes its time, so the clock tells when each read began.
            for read in 0..u32::try_from(took.as_micros() / MOST_OF_A_SECOND.as_micros()).unwrap() {
                let begun = MOST_OF_A_SECOND * read;
                let left = LIMIT.saturating_sub(begun);
                let Some((_, wait)) = waits.iter().rfind(|(set, _)| *set == begun) else {
                    fail(format!("your code did not call `wait_at_most` before the read that began after {begun:?}"));
                };
                if *wait > left {
                    fail(format!("a read that began after {begun:?} might wait {wait:?}, when {left:?} were left"));
                }
                // Not all clocks are so fine.
                if *wait + Duration::from_millis(1) < left {
                    fail(format!("a read that began after {begun:?} may only wait {wait:?}, when {left:?} were left"));
                }
            }
        },
    );
}

#[test]
fn a_silent_client_times_out() {
    DEADLINE.check(
        "when a client sends nothing, the error is ErrorKind::TimedOut, at the deadline and on every system.",
        "the error of a read that timed out is returned unchanged. On Unix its kind is WouldBlock.",
        || {
            note("nothing comes, and the clock shows that the wait is over");
            let talk = TestConnection::with(in_vain);
            same("what `read_line` returned", &talk.finish(), &Err(ErrorKind::TimedOut));
            for kind in [ErrorKind::WouldBlock, ErrorKind::TimedOut] {
                let options = TapOptions { reads_fail: Some((2, kind)), ..TapOptions::default() };
                let mut talk = TestConnection::tapped(options, |tap| {
                    let (clock, mut waits) = (Clock::default(), 0);
                    let wait_at_most = |wait| {
                        waits += 1;
                        // What was sent comes at once, and then nothing.
                        if waits > 1 {
                            clock.advance(wait);
                        }
                        Ok(())
                    };
                    told(read_line(tap, LIMIT, || clock.now(), wait_at_most))
                });
                talk.send("1+");
                same("what `read_line` returned", &talk.finish(), &Err(ErrorKind::TimedOut));
            }
        },
    );
}

#[test]
fn an_end_before_the_line_ends_is_an_error() {
    DEADLINE.check(
        "when the input ends before an LF has come, the error is ErrorKind::UnexpectedEof.",
        "half a line is returned as if it were complete, or the code tries again after a read of 0 bytes.",
        || {
            let mut talk = TestConnection::with(dripping);
            talk.send("1+").half_close();
            let expected = Err(ErrorKind::UnexpectedEof);
            same("what `read_line` returned for `1+` and the end", &talk.finish().outcome, &expected);
            let mut talk = TestConnection::with(dripping);
            talk.half_close();
            same("what `read_line` returned for nothing but the end", &talk.finish().outcome, &expected);
        },
    );
}

/// What `read_line` returned, as a learner likes to read it.
type Told = Result<String, ErrorKind>;

fn told(outcome: io::Result<Vec<u8>>) -> Told {
    outcome.map(|line| line.escape_ascii().to_string()).map_err(|error| error.kind())
}

/// A call of `read_line`.
struct Call {
    outcome: Told,
    /// By the clock.
    took: Duration,
    /// When `wait_at_most` was called, and what for.
    waits: Vec<(Duration, Duration)>,
}

/// Calls `read_line` on a connection on which each byte takes a second.
fn dripping(tap: Tap) -> Call {
    call(tap, SECOND)
}

/// Calls `read_line` on a connection on which each byte takes this long.
fn call(tap: Tap, a_byte: Duration) -> Call {
    call_within(tap, LIMIT, a_byte)
}

fn call_within(tap: Tap, limit: Duration, a_byte: Duration) -> Call {
    let clock = Clock::default();
    let start = clock.now();
    let mut waits = Vec::new();
    let wait_at_most = |wait: Duration| {
        waits.push((clock.now() - start, wait));
        not_for_zero(wait)
    };
    let outcome = told(read_line(tap.slow(&clock, a_byte), limit, || clock.now(), wait_at_most));
    Call { outcome, took: clock.now() - start, waits }
}

/// As `TcpStream::set_read_timeout`.
fn not_for_zero(wait: Duration) -> io::Result<()> {
    if wait.is_zero() { Err(ErrorKind::InvalidInput.into()) } else { Ok(()) }
}

fn a_byte_a_read() -> TapOptions {
    TapOptions { read_at_most: Some(1), ..TapOptions::default() }
}

/// Calls `read_line` where each read times out: the clock shows at once what it would have waited for.
fn in_vain(tap: Tap) -> Told {
    let clock = Clock::default();
    let socket = tap.socket().try_clone().expect("a socket can be cloned");
    let wait_at_most = |wait| {
        clock.advance(wait);
        socket.set_nonblocking(true)
    };
    told(read_line(tap, LIMIT, || clock.now(), wait_at_most))
}
