//! A rung of a calculator: the server is told to end (SIGTERM), and leaves no client with half a reply.

use crate::{
    check::{Check, Recommended, Required, Section, Steps},
    client::Client,
    failure::Failure,
    lesson::GRACEFUL_SHUTDOWN,
    trial::{Expected::Value, Trial},
};
use std::time::Duration;
use support::{Signal, poll_until, time_left};

pub(crate) const SECTION: Section =
    Section { name: "shutdown", title: "whole replies, and then the end", checks: CHECKS };

/// How long a server may take to end.
const END: Duration = Duration::from_secs(5);

/// How many requests are on their way when the server is told to end: few enough that it has read them all.
const REQUESTS: usize = 100;

const CHECKS: &[Check] = &[
    Check {
        name: "no_reply_is_cut_at_shutdown",
        level: Required(&["P9"]),
        requirement: "a server that is told to end (SIGTERM) ends no connection within a reply",
        cause: "the process ends while another thread is in the middle of a write, or is about to write the rest of a reply.",
        lesson: GRACEFUL_SHUTDOWN,
        next: "handle SIGTERM: accept no more, finish the reply that is being written, close, and then end",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            client.send("1/3\n".repeat(REQUESTS))?;
            client.reply(Value("0.3333333333333333"))?;
            terminate(trial)?;
            client.whole_lines_until_the_end(REQUESTS - 1)
        }),
    },
    Check {
        name: "requests_before_the_shutdown_get_replies",
        level: Recommended(&["P9"]),
        requirement: "a server that is told to end replies first to the requests that it has received",
        cause: "SIGTERM is not handled, so that the process ends at once.",
        lesson: GRACEFUL_SHUTDOWN,
        next: "when the signal comes, serve what has been read already, and only then close the connections",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            client.send_fragment(trial.server, &"1+1\n".repeat(REQUESTS))?;
            terminate(trial)?;
            (0..REQUESTS).try_for_each(|_| client.reply(Value("2")))
        }),
    },
    Check {
        name: "the_server_ends_within_five_seconds",
        level: Recommended(&["P51"]),
        requirement: "a server that is told to end does so within five seconds, also while a client is connected that sends nothing",
        cause: "the server waits for its clients to leave. One that stays keeps it from ending.",
        lesson: GRACEFUL_SHUTDOWN,
        next: "when the signal comes, wait for requests that have been received, and for no others",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            client.send("1+1\n")?.reply(Value("2"))?;
            terminate(trial)?;
            let left = END.min(time_left(trial.deadline));
            if poll_until(left, || trial.server.ended().is_some()) {
                return Ok(());
            }
            Err(Failure::new(format!("the server still runs {} s after SIGTERM", left.as_secs())))
        }),
    },
];

/// Tells the server to end, and all that it has started, as a system does that shuts down.
fn terminate(trial: &Trial<'_>) -> Result<(), Failure> {
    let Some(process) = trial.server.process().filter(|_| cfg!(unix)) else {
        return Err(Failure::impossible("since SIGTERM is for a server that was started here, on Unix"));
    };
    trial.traffic.note(1, "the server is told to end (SIGTERM)");
    Signal::Terminate
        .send_to_group(process)
        .map_err(|error| Failure::new(format!("the server could not be told to end: {error}")))
}

impl Client {
    /// Takes so many lines, or fewer if the connection ends before, in whatever way; but not within one.
    fn whole_lines_until_the_end(&mut self, lines: usize) -> Result<(), Failure> {
        for _ in 0..lines {
            if let Err(failure) = self.line(b"0.3333333333333333\n") {
                return if self.has_part_of_a_line() { Err(failure) } else { Ok(()) };
            }
        }
        self.silent()
    }
}
