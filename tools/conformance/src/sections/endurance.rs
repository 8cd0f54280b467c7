//! The last rung of a calculator: everything of the rungs before, again and again, until the time is over.

use super::faults::{FAULTS, is_served};
use crate::{
    check::{Check, Recommended, Required, Section, Steps},
    failure::Failure,
    lesson::{CLIENT_ERRORS, DESCRIPTORS, IDLE_CLIENTS, THREADS},
    trial::{
        Expected::{Error, Value},
        Trial,
    },
    usage::OWN,
};
use std::time::{Duration, Instant};

pub(crate) const SECTION: Section =
    Section { name: "endurance", title: "everything again and again", checks: CHECKS };

/// How many rounds there are at least, unless twice the time has passed: together more than 1,500 connections.
const LEAST: u32 = 60;

/// How many clients of a round break nothing.
const REGULAR: u32 = 20;

/// How many clients stay connected while others break their connections.
const STEADY: u32 = 20;

/// How many requests each of these sends before it reads a reply.
const PIPELINED: usize = 10;

/// How many times in a row a server has grown that does not stop. What is opened or started at its first use counts once. A heap
/// grows until its collector begins to work: with Java's default, by a few hundred MiB, on a large machine by more.
const PERIODS: u32 = 5;

/// More bytes than a request may have.
const TOO_LONG: usize = 3_000;

const CHECKS: &[Check] = &[
    Check {
        name: "the_last_client_is_served_like_the_first",
        level: Required(&["P56"]),
        requirement: "however many clients a server has had, it serves the next one like the first",
        cause: "each connection uses up something that does not come back: a descriptor, a thread, a place in a table.",
        lesson: DESCRIPTORS,
        next: "send requests with `cargo wire load`, and look at what your server prints, and at its descriptors (/proc/PID/fd) and threads",
        body: Steps(|trial| trial.repeat(trial.limits.endurance * 2 / 15, clients_in_turn)),
    },
    Check {
        name: "faulty_clients_harm_nobody_else",
        level: Recommended(&["P7", "P52"]),
        requirement: "while some clients break their connections in every way, the others get their replies",
        cause: "the server serves one client at a time, connections share a buffer or a list, or the error of one ends others.",
        lesson: THREADS,
        next: "keep what belongs to a connection in a variable of that connection, and handle its errors where it is handled",
        body: Steps(side_by_side),
    },
    Check {
        name: "nothing_grows",
        level: Recommended(&["P55", "P57"]),
        requirement: "after many more connections, the server has no more descriptors and threads than before, and not much more memory",
        cause: "something is kept for each connection or request, and never removed: a socket, a thread, an entry of a list or of a log.",
        lesson: IDLE_CLIENTS,
        next: "find what is added for each connection, and remove it on every way out",
        body: Steps(nothing_grows),
    },
    Check {
        name: "the_next_client_may_come_late",
        level: Required(&["P7"]),
        requirement: "when nobody has connected for a while, the server still runs, and serves the next client",
        cause: "the listening socket has a timeout (`settimeout` in Python). When nobody connects for that time, `accept` fails, and the server ends.",
        lesson: CLIENT_ERRORS,
        next: "set timeouts on connections, not on the listening socket; or go back to `accept` when it has timed out",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            trial.repeat(trial.limits.endurance / 5, |trial, round| {
                client.start_over(trial.deadline);
                client.send(format!("{round}/8\n"))?.reply(Value(&(f64::from(round) / 8.0).to_string()))
            })?;
            client.reset();
            is_served(trial)
        }),
    },
];

impl Trial<'_> {
    /// Repeats a round until the time is over, and often enough, but no longer than twice the time. With no time at all, it is
    /// always repeated often enough. Each round has the time limit of a check.
    fn repeat(
        &mut self,
        time: Duration,
        mut round: impl FnMut(&mut Self, u32) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let start = Instant::now();
        let goes_on = |number: &u32| match start.elapsed() {
            elapsed if elapsed < time => true,
            elapsed => *number <= LEAST && (elapsed < 2 * time || time.is_zero()),
        };
        (1..).take_while(goes_on).try_for_each(|number| {
            self.restart_clock();
            round(self, number)
        })
    }
}

/// One client after another, of all kinds.
fn clients_in_turn(trial: &mut Trial<'_>, round: u32) -> Result<(), Failure> {
    for fault in FAULTS {
        trial.start_over();
        fault(trial)?;
    }
    for number in 1..=REGULAR {
        let mut client = trial.next_client()?;
        client.send(format!("{number}+{round}/8\n(\n{}\n2*3\n", "1".repeat(TOO_LONG)))?;
        client.reply(Value(&(f64::from(number) + f64::from(round) / 8.0).to_string()))?;
        client.reply(Error)?;
        client.reply(Error)?;
        client.reply(Value("6"))?;
        // Closed in order, tens of thousands of connections would be in TIME_WAIT.
        client.reset();
    }
    let mut client = trial.next_client()?;
    client.send("3*3")?.half_close().reply(Value("9"))?;
    client.end()
}

/// Clients that stay connected are served between others that break their connections.
fn side_by_side(trial: &mut Trial<'_>) -> Result<(), Failure> {
    let mut steady = Vec::new();
    for number in 1..=STEADY {
        steady.push((trial.connect_in_a_crowd()?, number));
    }
    trial.repeat(trial.limits.endurance / 3, |trial, round| {
        for (client, number) in &mut steady {
            client.start_over(trial.deadline);
            let requests = format!("{number}+{round}*100\n").repeat(PIPELINED);
            trial.with(client, |client| client.send(requests).map(drop))?;
        }
        FAULTS.iter().try_for_each(|fault| fault(trial))?;
        trial.start_over();
        is_served(trial)?;
        trial.restart_clock();
        steady.iter_mut().try_for_each(|(client, number)| {
            client.deadline = trial.deadline;
            let value = (u64::from(*number) + u64::from(round) * 100).to_string();
            trial.with(client, |client| (0..PIPELINED).try_for_each(|_| client.reply(Value(&value))))
        })
    })
}

fn nothing_grows(trial: &mut Trial<'_>) -> Result<(), Failure> {
    let time = trial.limits.endurance / 6;
    let mut before = trial.usage()?;
    for _ in 1..PERIODS {
        trial.repeat(time, clients_in_turn)?;
        let after = trial.usage()?;
        if !after.exceeds(before + OWN) {
            return Ok(());
        }
        before = after;
    }
    trial.repeat(time, clients_in_turn)?;
    let Some(after) = trial.growth(|usage| usage.exceeds(before + OWN)) else { return Ok(()) };
    Err(Failure::new(format!(
        "the server had {before}, and has {after} after as many clients again. It has grown {PERIODS} times in a row"
    )))
}
