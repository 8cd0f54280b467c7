//! The first rung of an echo server: every byte comes back, and nothing else.

use crate::{
    check::{Check, Level::Required},
    lesson::FOUR_CALLS,
    section::Section,
};

pub(crate) const SECTION: Section =
    Section { name: "bytes", title: "every byte comes back, and nothing else", checks: CHECKS };

const CHECKS: &[Check] = &[
    Check {
        name: "the_server_says_nothing_of_its_own",
        level: Required(&["E3"]),
        requirement: "the server sends nothing but what it has received",
        cause: "the server greets its clients, or takes leave of them.",
        lesson: FOUR_CALLS,
        next: "connect with `nc`, and press Ctrl+D at once: nothing may be shown",
        body: |trial| {
            let mut client = trial.connect()?;
            client.half_close().silent()
        },
    },
    Check {
        name: "a_line_comes_back",
        level: Required(&["E1"]),
        requirement: "what a client sends comes back as it was",
        cause: "the reply is something else than the bytes that were read: a part of the buffer that no byte was read into, or a text made of them.",
        lesson: FOUR_CALLS,
        next: "write as many bytes as `read` has given, not the whole buffer",
        body: |trial| {
            let mut client = trial.connect()?;
            client.send("hello\n")?.bytes(b"hello\n")?;
            client.send("Hello, again\r\n")?.bytes(b"Hello, again\r\n")
        },
    },
    Check {
        name: "bytes_without_a_line_end_come_back",
        level: Required(&["E2"]),
        requirement: "the server does not wait for the end of a line",
        cause: "a function was used that reads lines. An echo server knows no lines.",
        lesson: FOUR_CALLS,
        next: "read what there is (`read`, `recv`), not a line",
        body: |trial| {
            let mut client = trial.connect()?;
            client.send("hel")?.bytes(b"hel")?;
            client.send("lo")?.bytes(b"lo")
        },
    },
    Check {
        name: "any_byte_comes_back",
        level: Required(&["E1"]),
        requirement: "bytes of all 256 values come back as they were",
        cause: "the bytes were decoded to text and encoded again, or a NUL was taken for the end of a string.",
        lesson: FOUR_CALLS,
        next: "send the bytes that came, without making text of them",
        body: |trial| {
            let mut client = trial.connect()?;
            let all: Vec<u8> = (0..=u8::MAX).collect();
            client.send(&all)?.bytes(&all)
        },
    },
];
