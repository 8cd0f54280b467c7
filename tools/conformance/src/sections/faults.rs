//! A rung of a calculator: connections break in every way, and the next client is served.

use crate::{
    check::{Check, Recommended, Required, Section, Steps},
    failure::Failure,
    lesson::{CLIENT_ERRORS, DESCRIPTORS, RESETS},
    trial::{Expected::Value, Trial},
};

pub(crate) const SECTION: Section =
    Section { name: "faults", title: "connections break, and the next client is served", checks: CHECKS };

/// How many clients break their connections in the same way.
const TIMES: usize = 10;

/// How many bytes of a line without an end are sent.
const FLOOD: usize = 1 << 20;

/// How many replies are left unread.
const UNREAD: usize = 1_000;

/// How many descriptors a server may open for itself meanwhile. A leak in one kind of fault has `TIMES` at least.
const OWN_DESCRIPTORS: u64 = 4;

const CHECKS: &[Check] = &[
    Check {
        name: "a_reset_at_once_ends_one_connection",
        level: Required(&["P7"]),
        requirement: "after clients that connect and reset the connection at once, the next is served",
        cause: "the error of the first `read`, or of a call that asks for the address of the client, ends the whole server.",
        lesson: CLIENT_ERRORS,
        next: "treat an error of a new connection as its end, and go back to `accept`",
        body: Steps(|trial| breaks(trial, reset_at_once)),
    },
    Check {
        name: "a_reset_within_a_line_ends_one_connection",
        level: Required(&["P7"]),
        requirement: "after clients that reset the connection within a line, the next is served",
        cause: "the error of `read` (\"connection reset\") ends the whole server.",
        lesson: CLIENT_ERRORS,
        next: "catch the errors of one connection where that connection is handled",
        body: Steps(|trial| breaks(trial, reset_within_a_line)),
    },
    Check {
        name: "a_flood_that_breaks_off_ends_one_connection",
        level: Required(&["P7", "P14"]),
        requirement: "after clients that send a megabyte without a line end and vanish, the next is served",
        cause: "the rest of a long line is discarded in a loop of its own, which does not expect that the connection breaks.",
        lesson: CLIENT_ERRORS,
        next: "handle the errors of `read` in the same place, whatever state the line is in",
        body: Steps(|trial| breaks(trial, break_off_a_flood)),
    },
    Check {
        name: "a_client_may_vanish_with_replies_unread",
        level: Required(&["P7"]),
        requirement: "after clients that vanish while replies are on their way, the next is served",
        cause: "the error of `write` (\"broken pipe\", \"connection reset\") ends the whole server. In C, the signal SIGPIPE does.",
        lesson: RESETS,
        next: "catch the errors of `write` like those of `read` (in C: ignore SIGPIPE, or send with MSG_NOSIGNAL)",
        body: Steps(|trial| breaks(trial, leave_replies_unread)),
    },
    Check {
        name: "a_half_closed_client_may_vanish",
        level: Required(&["P6", "P7"]),
        requirement: "after clients that half-close the connection and vanish before the last reply, the next is served",
        cause: "what is done at the end of the stream (the last reply, closing) fails, and nobody expects an error there.",
        lesson: CLIENT_ERRORS,
        next: "put the last reply, and closing, where the errors of the connection are caught",
        body: Steps(|trial| breaks(trial, vanish_half_closed)),
    },
    Check {
        name: "descriptors_come_back",
        level: Recommended(&["P55"]),
        requirement: "after connections that broke, the server has as many file descriptors open as before",
        cause: "a socket is closed at the end of a function that an error leaves before, or a list of clients still has it.",
        lesson: DESCRIPTORS,
        next: "close the socket on every way out (`with` in Python, try-with-resources in Java, `defer` in Go), and look into /proc/PID/fd",
        body: Steps(descriptors_come_back),
    },
];

/// What a client does to its connection.
type Fault = fn(&mut Trial<'_>) -> Result<(), Failure>;

pub(super) const FAULTS: [Fault; 5] =
    [reset_at_once, reset_within_a_line, break_off_a_flood, leave_replies_unread, vanish_half_closed];

/// Many clients do so, and after each the next is served.
fn breaks(trial: &mut Trial<'_>, fault: Fault) -> Result<(), Failure> {
    (0..TIMES).try_for_each(|_| {
        trial.start_over();
        fault(trial)?;
        is_served(trial)
    })?;
    // A server that ends may have served the one that came before it noticed.
    (0..3).try_for_each(|_| is_served(trial))
}

pub(super) fn is_served(trial: &mut Trial<'_>) -> Result<(), Failure> {
    trial.connect()?.send("3*3\n")?.reply(Value("9"))
}

fn reset_at_once(trial: &mut Trial<'_>) -> Result<(), Failure> {
    trial.connect()?.reset();
    Ok(())
}

fn reset_within_a_line(trial: &mut Trial<'_>) -> Result<(), Failure> {
    let mut client = trial.connect()?;
    client.send("1+1\n1+")?.reply(Value("2"))?;
    client.reset();
    Ok(())
}

fn break_off_a_flood(trial: &mut Trial<'_>) -> Result<(), Failure> {
    let mut client = trial.connect()?;
    client.send_fragment(trial.server, &"1".repeat(FLOOD))?;
    client.reset();
    Ok(())
}

fn leave_replies_unread(trial: &mut Trial<'_>) -> Result<(), Failure> {
    let mut client = trial.connect()?;
    client.send("sqrt(2)\n".repeat(UNREAD))?.reply(Value("1.4142135623730951"))?;
    client.reset();
    Ok(())
}

fn vanish_half_closed(trial: &mut Trial<'_>) -> Result<(), Failure> {
    let mut client = trial.connect()?;
    client.send("1+1\n2+2")?.half_close();
    client.reset();
    Ok(())
}

fn descriptors_come_back(trial: &mut Trial<'_>) -> Result<(), Failure> {
    // What a server opens once, when it needs it first, is not counted.
    FAULTS.iter().try_for_each(|fault| fault(trial))?;
    is_served(trial)?;
    let before = trial.usage()?.descriptors;
    for fault in FAULTS {
        for _ in 0..TIMES {
            trial.start_over();
            fault(trial)?;
        }
    }
    is_served(trial)?;
    let Some(after) = trial.growth(|usage| usage.descriptors > before + OWN_DESCRIPTORS) else {
        return Ok(());
    };
    let (after, clients) = (after.descriptors, TIMES * FAULTS.len());
    Err(Failure::new(format!(
        "the server had {before} descriptors open, and has {after} after {clients} connections that broke"
    )))
}
