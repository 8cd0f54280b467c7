//! The third rung of a client: whatever the server does, no wrong value is shown, and the user learns of it.

use crate::{
    check::{Check, Recommended, Required, Section, Steps},
    failure::Failure,
    lesson::{CLIENT_PROGRAM, CONNECTING, LATE_REPLIES, REPLY_LINES, RETRIES},
};
use std::time::{Duration, Instant};
use support::ClosedPort;

pub(crate) const SECTION: Section =
    Section { name: "faults", title: "whatever the server does, the user learns of it", checks: CHECKS };

const CHECKS: &[Check] = &[
    Check {
        name: "a_truncated_reply_is_no_reply",
        level: Required(&["C5", "C6"]),
        requirement: "a reply whose line has no end is not shown as one, and the failure is reported",
        cause: "the end of the stream is taken for the end of the line: `14` may be the beginning of `1425`. Or a read of 0 bytes is \
                not seen, and the client reads without end.",
        lesson: REPLY_LINES,
        next: "when `read` (or `recv`) gives 0 bytes before an LF has come, report an error",
        body: Steps(|trial| {
            let mut server = trial.play()?;
            server.types("1400+25").request("1400+25")?.send("14")?.close()?;
            let exit = server.leave()?;
            server.does_not_show("14")?;
            server.reports_a_failure(&exit)
        }),
    },
    Check {
        name: "a_server_that_closes_is_reported",
        level: Required(&["C6"]),
        requirement: "when the server closes the connection without a reply, the client says so, and its exit code is not 0",
        cause: "an empty read is shown as an empty reply, or ends the program as `quit` does.",
        lesson: REPLY_LINES,
        next: "after a request, report the end of the stream on standard error, and return 1",
        body: Steps(|trial| trial.play()?.types("1400+25").close()?.leave_failing()),
    },
    Check {
        name: "a_reset_is_reported",
        level: Required(&["C6"]),
        requirement: "when the server resets the connection, the client says so, and its exit code is not 0",
        cause: "the error of `read` (\"connection reset\") is caught and forgotten.",
        lesson: CLIENT_PROGRAM,
        next: "report what the error says on standard error, and return 1",
        body: Steps(|trial| trial.play()?.types("1400+25").request("1400+25")?.reset().leave_failing()),
    },
    Check {
        name: "a_port_without_a_server_is_reported",
        level: Required(&["C6"]),
        requirement: "when nobody listens at the address, the client says so, and its exit code is not 0",
        cause: "the error of `connect` (\"connection refused\") is forgotten, or the client tries again without an end.",
        lesson: CONNECTING,
        next: "report what the error says, with the host and the port, and return 1",
        body: Steps(|trial| {
            let closed = ClosedPort::new().map_err(|error| Failure::impossible(error.to_string()))?;
            trial.play_nobody(closed.address())?.types("1400+25").leave_failing()
        }),
    },
    Check {
        name: "a_busy_server_is_reported",
        level: Required(&["P19", "C6"]),
        requirement: "when the server is busy, the client shows its reason, and its exit code is not 0",
        cause: "the line `busy: …` is taken for the reply to the first request.",
        lesson: RETRIES,
        next: "look whether the first line begins with `busy: `, show it, and return 1; or ask again later, a few times",
        body: Steps(|trial| {
            let mut server = trial.play()?;
            server.types("1400+25").send(BUSY)?.close()?;
            let exit = server.leave_busy(BUSY)?;
            server.shows_text("all seats are taken")?;
            server.reports_a_failure(&exit)
        }),
    },
    Check {
        name: "one_reply_too_many_is_no_reply",
        level: Required(&["P20"]),
        requirement: "a line that comes without a request is not shown as the reply to the next, and ends the connection",
        cause: "the client takes the next line that comes for its reply. After one reply too many each is the reply to the request before.",
        lesson: LATE_REPLIES,
        next: "before you send a request, look whether something has come that nobody asked for, and end the connection if it has",
        body: Steps(|trial| {
            let mut server = trial.play()?;
            server.types("1400+25").request("1400+25")?.send("1425\n7777\n")?;
            let ended = server.types("2^13").closed().map(drop);
            if ended.is_err() {
                server.send("8192\n")?;
            }
            server.leave()?;
            server.does_not_show("7777").and(ended)
        }),
    },
    Check {
        name: "a_line_that_is_no_reply_is_reported",
        level: Required(&["P20", "C6"]),
        requirement: "a line that is neither a number nor an error ends the connection, and is reported",
        cause: "whatever comes is shown as a value. Another program may listen on that port.",
        lesson: LATE_REPLIES,
        next: "look whether the reply is a number or begins with `error: `, and report any other line",
        body: Steps(|trial| {
            let mut server = trial.play()?;
            server.types("1400+25").request("1400+25")?.send("220 mail.example ready\n")?;
            server.types("2^13").closed()?.leave_failing()
        }),
    },
    Check {
        name: "a_silent_server_is_given_up",
        level: Recommended(&["C7"]),
        requirement: "a client does not wait for a reply without a limit",
        cause: "a `read` without a timeout waits until the server sends something, which may be never.",
        lesson: LATE_REPLIES,
        next: "set a timeout for the whole reply, such as 30 seconds, and report that it has passed",
        body: Steps(|trial| {
            let longest = trial.client()?.longest_wait();
            if trial.deadline < Instant::now() + longest {
                let seconds = (longest + ROUND_TRIP).as_secs();
                let why = format!("it takes up to {seconds} s: --time-limit {seconds}");
                return Err(Failure::impossible(why));
            }
            let mut server = trial.play()?;
            server.types("1400+25").request("1400+25")?;
            let exit = server.exit_within(longest)?;
            server.reports_a_failure(&exit)
        }),
    },
];

/// The line of a server that is busy.
const BUSY: &str = "busy: all seats are taken\n";

/// What a check needs besides the time that a client may wait.
const ROUND_TRIP: Duration = Duration::from_secs(5);
