//! A deadline for the whole line.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::read_line;
use std::{
    io::{self, ErrorKind},
    time::Duration,
};
use testkit::grade::{Clock, Exercise, Talk, Tap, TapOptions, fail, note, same};

const DEADLINE: Exercise = Exercise {
    name: "a_deadline_for_the_line",
    read: r#"part 3, "A limit for the time" (book/src/3-protocol/limit-time.md)"#,
};

/// How long a line may take, on the clock of a check.
const LIMIT: Duration = Duration::from_secs(10);

/// How long a byte takes on it.
const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_line_that_comes_in_time_is_returned() {
    DEADLINE.check(
        "a line that comes within the limit is returned without its LF, in however many pieces it comes.",
        "the line is returned with its LF, or with what came after it, or before all of it has come.",
        || {
            let mut talk = Talk::with(dripping);
            talk.send("1+").then_send("2\n");
            same("what `read_line` returned", &talk.finish().outcome, &Ok("1+2".to_owned()));
            let mut talk = Talk::with(dripping);
            talk.send("\n3+4\n");
            same("what `read_line` returned", &talk.finish().outcome, &Ok(String::new()));
        },
    );
}

#[test]
fn a_drip_is_given_up_at_the_deadline() {
    DEADLINE.check(
        "a client that sends a byte now and then, but no whole line within the limit, is given up at the deadline: \
         ErrorKind::TimedOut.",
        "each read gets the whole limit anew, or nobody looks at the clock between two reads. Or it is asked to wait for \
         no time at all, which is an error: nothing left means too late.",
        || {
            note("the limit is 10 s; each byte takes a second on the clock, and no LF comes");
            let mut talk = one_by_one();
            talk.send("x".repeat(30)).half_close();
            let Call { outcome, took, .. } = talk.finish();
            note(format!("your code returned after {} s", took.as_secs()));
            same("what `read_line` returned", &outcome, &Err(ErrorKind::TimedOut));
            if took > LIMIT + SECOND {
                fail(format!("your code gave up after {} s, not after {} s", took.as_secs(), LIMIT.as_secs()));
            }
        },
    );
}

#[test]
fn no_read_may_wait_longer_than_is_left() {
    DEADLINE.check(
        "each read may wait only as long as is left until the deadline.",
        "the time-out is set once before the loop, or to the whole limit each time. A read that begins after 7 s of 10 \
         may wait 3.",
        || {
            note("the limit is 10 s; each byte takes a second on the clock");
            let mut talk = one_by_one();
            talk.send("1+2+3\n");
            let Call { outcome, took, waits } = talk.finish();
            // A read gives a byte, and a byte takes a second, so one read began at each.
            for second in 0..u32::try_from(took.as_secs()).unwrap() {
                let (begun, left) = (SECOND * second, LIMIT.saturating_sub(SECOND * second));
                // The last wait that was set by then is the one that holds.
                let Some((_, wait)) = waits.iter().rfind(|(set, _)| *set <= begun) else {
                    fail("your code never called `wait_at_most` before its first read: that may wait for ever");
                };
                if *wait > left {
                    let (wait, begun, left) = (wait.as_secs(), begun.as_secs(), left.as_secs());
                    fail(format!("a read that began after {begun} s might wait {wait} s, when {left} s were left"));
                }
            }
            same("what `read_line` returned", &outcome, &Ok("1+2+3".to_owned()));
        },
    );
}

#[test]
fn a_silent_client_is_given_up() {
    DEADLINE.check(
        "a client that sends nothing is given up at the deadline, and the error is ErrorKind::TimedOut on every system.",
        "the error of a read that waited in vain is passed on as it is. On Unix its kind is WouldBlock.",
        || {
            note("nothing comes, and the clock shows that the wait is over");
            let talk = Talk::with(in_vain);
            same("what `read_line` returned", &talk.finish(), &Err(ErrorKind::TimedOut));
        },
    );
}

#[test]
fn an_end_before_the_line_ends_is_an_error() {
    DEADLINE.check(
        "when the input ends before an LF has come, that is ErrorKind::UnexpectedEof.",
        "half a line is returned as if it were whole, or a read of 0 bytes is taken for a reason to try once more.",
        || {
            let mut talk = Talk::with(dripping);
            talk.send("1+").half_close();
            let expected = Err(ErrorKind::UnexpectedEof);
            same("what `read_line` returned for `1+` and the end", &talk.finish().outcome, &expected);
            let mut talk = Talk::with(dripping);
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
    let clock = Clock::new();
    let start = clock.now();
    let mut waits = Vec::new();
    let wait_at_most = |wait: Duration| {
        waits.push((clock.now() - start, wait));
        if wait.is_zero() { Err(ErrorKind::InvalidInput.into()) } else { Ok(()) }
    };
    let outcome = told(read_line(tap.slow(&clock, SECOND), LIMIT, || clock.now(), wait_at_most));
    Call { outcome, took: clock.now() - start, waits }
}

/// The same, and a read gives a single byte.
fn one_by_one() -> Talk<Call> {
    Talk::tapped(TapOptions { read_at_most: Some(1), ..TapOptions::default() }, dripping)
}

/// Calls `read_line` where each read waits in vain: the clock shows at once what it would have waited for.
fn in_vain(tap: Tap) -> Told {
    let clock = Clock::new();
    let socket = tap.socket().try_clone().expect("a socket can be cloned");
    let wait_at_most = |wait| {
        clock.advance(wait);
        socket.set_nonblocking(true)
    };
    told(read_line(tap, LIMIT, || clock.now(), wait_at_most))
}
