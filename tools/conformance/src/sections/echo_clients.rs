//! The third rung of an echo server: whatever a client does, the next is served.

use crate::{
    check::{Check, Level::Required},
    lesson::{CLIENT_ERRORS, FOUR_CALLS},
    section::Section,
};

pub(crate) const SECTION: Section =
    Section { name: "clients", title: "whatever a client does, the next is served", checks: CHECKS };

const CHECKS: &[Check] = &[
    Check {
        name: "the_next_client_is_served",
        level: Required(&["E6"]),
        requirement: "after a client has left, the next is served",
        cause: "the server accepts once, and ends with its first client.",
        lesson: FOUR_CALLS,
        next: "put `accept` and all that follows into a loop without an end",
        body: |trial| (0..3).try_for_each(|_| trial.connect()?.send("hello")?.bytes(b"hello")),
    },
    Check {
        name: "a_client_that_says_nothing_may_leave",
        level: Required(&["E6"]),
        requirement: "after clients that send nothing and leave, the next is served",
        cause: "a read of 0 bytes is taken for an error that ends the server, or is never seen.",
        lesson: CLIENT_ERRORS,
        next: "end the connection when its first read gives 0 bytes, and accept the next",
        body: |trial| {
            for _ in 0..10 {
                // Until the server has closed, too, and so has done with it.
                trial.connect()?.half_close().closed()?;
            }
            trial.connect()?.send("hello")?.bytes(b"hello")
        },
    },
    Check {
        name: "a_reset_ends_one_connection",
        level: Required(&["E6"]),
        requirement: "after clients that reset their connections, the next is served",
        cause: "the error of `read` or `write` (\"connection reset\", \"broken pipe\") ends the whole server.",
        lesson: CLIENT_ERRORS,
        next: "catch the errors of one connection within the loop that accepts",
        body: |trial| {
            for _ in 0..10 {
                let mut client = trial.connect()?;
                client.send("hello")?;
                client.reset();
            }
            (0..3).try_for_each(|_| trial.connect()?.send("hello")?.bytes(b"hello"))
        },
    },
];
