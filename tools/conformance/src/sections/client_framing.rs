//! The second rung of a client: a reply is a line, however its bytes arrive.

use crate::{
    check::{Check, Required, Section, Steps},
    lesson::{DELIMITERS, REPLIES_TOGETHER, REPLY_LINES},
    sections::client_talking::{SUM, THREE},
};

pub(crate) const SECTION: Section =
    Section { name: "framing", title: "a reply is a line, however its bytes arrive", checks: CHECKS };

/// How many characters the long reply quotes: as many as a request may have.
const LONG: usize = 1024;

const CHECKS: &[Check] = &[
    Check {
        name: "a_reply_may_come_in_fragments",
        level: Required(&["P5"]),
        requirement: "a reply that comes in two fragments is one reply",
        cause: "what one `read` (or `recv`) gives is taken for a whole reply. It is whatever has arrived by then.",
        lesson: REPLY_LINES,
        next: "read until there is an LF in what has come",
        body: Steps(|trial| {
            let mut server = trial.play()?;
            server.types("1400+25").request("1400+25")?.send_fragment("14")?.send("25\n")?;
            server.leave()?;
            server.shows_values(&["1425"])
        }),
    },
    Check {
        name: "replies_that_come_together_are_kept",
        level: Required(&["P3", "P4", "P5"]),
        requirement: "when lines are sent together, and their replies come together, all of the replies are shown",
        cause: "what stands after the first LF of a `read` (or `recv`) is thrown away.",
        lesson: REPLIES_TOGETHER,
        next: "keep what follows the LF for the next reply; or send a line only after the reply to the one before it",
        body: Steps(|trial| {
            let mut server = trial.play()?;
            server.types(&THREE.map(|(request, _)| request).join("\n")).requests(&THREE)?;
            server.leave()?;
            server.shows_values(&THREE.map(|(_, reply)| reply))
        }),
    },
    Check {
        name: "a_reply_may_end_with_crlf",
        level: Required(&["P10"]),
        requirement: "a reply may end with CRLF",
        cause: "the CR stays at the end of the reply, which then is not a number any more.",
        lesson: DELIMITERS,
        next: "take one CR away from the end of a line before you look at it",
        body: Steps(|trial| {
            trial.converse(&[("1400+25", "1425\r"), ("2^13", "8192\r")])?.shows_values(&["1425", "8192"])
        }),
    },
    Check {
        name: "a_long_reply_is_one_reply",
        level: Required(&["P5", "P13", "P39"]),
        requirement: "an error that quotes a request of 1,024 bytes is shown whole",
        cause: "the reply is read with one call into a buffer that is too small, and the rest is lost or taken for the next reply.",
        lesson: REPLY_LINES,
        next: "read until there is an LF, however much comes before it",
        body: Steps(|trial| {
            let reply = format!("error: unknown name {} at column 1", "x".repeat(LONG));
            trial.converse(&[("x", &reply)])?.shows_text("x at column 1")
        }),
    },
    Check {
        name: "text_beyond_ascii_is_text",
        level: Required(&["P16"]),
        requirement: "characters beyond ASCII are sent in UTF-8, and a reply that has some is shown",
        cause: "text is encoded or decoded as ASCII or in the encoding of the system.",
        lesson: REPLY_LINES,
        next: "name UTF-8 where text becomes bytes, and where bytes become text",
        body: Steps(|trial| {
            let server = trial.converse(&[("2×3", "error: unexpected '×' at column 2"), SUM])?;
            server.shows_text("at column 2")?;
            server.shows_values(&["1425"])
        }),
    },
    Check {
        name: "a_character_may_come_in_two_fragments",
        level: Required(&["P5", "P16"]),
        requirement: "a reply may be cut within a character, and is shown as if it had come whole",
        cause: "each `read` (or `recv`) is decoded by itself, and half a character is no text.",
        lesson: REPLY_LINES,
        next: "collect the bytes of a whole line, and decode the line",
        body: Steps(|trial| {
            let mut server = trial.play()?;
            let (first, second) = b"error: unexpected '\xc3\x97' at column 2\n".split_at(20);
            server.types("2×3").request("2×3")?.send_fragment(first)?.send(second)?.leave()?;
            server.does_not_print(char::REPLACEMENT_CHARACTER)?;
            server.shows_text("at column 2")
        }),
    },
];
