//! The fourth rung of a calculator: a stream of bytes has no message boundaries, so lines are found in it.

use crate::{
    check::{Check, Required, Section, Steps},
    failure::Failure,
    lesson::{DELIMITERS, HALF_CLOSE, WHOLE_LINES},
    trial::Expected::{Error, Value},
};

pub(crate) const SECTION: Section =
    Section { name: "framing", title: "lines in a stream without message boundaries", checks: CHECKS };

/// How many requests are sent before a reply is read: few enough that they and their replies fit into the kernel's buffers.
const PIPELINED: u32 = 500;

/// What goes wrong if the next client gets something else than its reply.
const SHARED_BUFFER: (&str, &str) = (
    "what one client has left in the buffer is taken for the beginning of the next client's line.",
    "make a new buffer for each connection",
);

const CHECKS: &[Check] = &[
    Check {
        name: "a_line_may_come_in_two_fragments",
        level: Required(&["P5"]),
        requirement: "a line that comes in two fragments is one request",
        cause: "what one `read` (or `recv`) gives is taken for a whole request. It is whatever has arrived by then.",
        lesson: WHOLE_LINES,
        next: "keep what has come, until there is an LF in it",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            client.send_fragment(trial.server, "12+")?.send_fragment(trial.server, "34")?;
            client.send("\n")?.reply(Value("46"))
        }),
    },
    Check {
        name: "several_lines_may_come_at_once",
        level: Required(&["P5"]),
        requirement: "several lines that come in one segment are as many requests",
        cause: "what one `read` (or `recv`) gives is taken for one request, and what stands after its first line is lost.",
        lesson: WHOLE_LINES,
        next: "reply to each line of what has come, before you read again",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            client.send("1\n2\n3\n")?;
            ["1", "2", "3"].iter().try_for_each(|value| client.reply(Value(value)))
        }),
    },
    Check {
        name: "a_segment_may_end_within_a_line",
        level: Required(&["P5"]),
        requirement: "what comes after the last LF of a segment is the beginning of the next request",
        cause: "the bytes after the last LF are forgotten, or taken for a request before their line has ended.",
        lesson: DELIMITERS,
        next: "keep the rest after the last LF for the next read",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            client.send_fragment(trial.server, "1+1\n2+")?;
            client.reply(Value("2"))?;
            client.send("2\n")?.reply(Value("4"))
        }),
    },
    Check {
        name: "a_line_may_end_with_crlf",
        level: Required(&["P10"]),
        requirement: "a line may end with CRLF, as telnet's do, and the CR may come by itself",
        cause: "the CR stays at the end of the line, and is taken for a part of the expression.",
        lesson: DELIMITERS,
        next: "take one CR away from the end of a line before you look at it",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            client.send("1+1\r\n")?.reply(Value("2"))?;
            client.send_fragment(trial.server, "2+2\r")?.send("\n")?.reply(Value("4"))
        }),
    },
    Check {
        name: "a_cr_elsewhere_is_a_character",
        level: Required(&["P11"]),
        requirement: "a CR that is not before an LF ends no line, and is no blank",
        cause: "all CRs are taken away, or a CR counts as the end of a line or as a blank: a trim takes away more than one line end.",
        lesson: DELIMITERS,
        next: "`1\\r+1` is one line and an error",
        body: Steps(|trial| {
            for line in ["1\r+1\n", "1+1\r\r\n", "\r1\n"] {
                let mut client = trial.connect()?;
                client.send(line)?.reply(Error)?;
                client.send("2\n")?.reply(Value("2"))?;
            }
            Ok(())
        }),
    },
    Check {
        name: "a_last_line_without_an_end_is_a_request",
        level: Required(&["P12", "P6"]),
        requirement: "a last line without an end is a request, too",
        cause: "what is left when the stream ends is thrown away.",
        lesson: HALF_CLOSE,
        next: "when the stream ends, reply to what is left in the buffer, then close",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            client.send("1+1\n")?.reply(Value("2"))?;
            client.send("3+3")?.half_close().reply(Value("6"))?;
            let reply = trial.connect()?.send("2\n")?.reply(Value("2"));
            reply.map_err(|failure| match failure {
                Failure { difference: Some(_), .. } => failure.because(SHARED_BUFFER),
                _ => failure,
            })
        }),
    },
    Check {
        name: "nothing_after_the_last_line_is_no_request",
        level: Required(&["P12"]),
        requirement: "when the stream ends right after a line, there is no further request",
        cause: "splitting at LF gives an empty piece at the end, which is taken for an empty line.",
        lesson: DELIMITERS,
        next: "at the end of the stream, reply to what is left only if there is something left",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            client.send("1+1\n")?.half_close();
            client.reply(Value("2"))?;
            client.silent()
        }),
    },
    Check {
        name: "replies_end_with_lf",
        level: Required(&["P18", "P19"]),
        requirement: "a reply is one line that ends with LF alone",
        cause: "the reply was printed by a function that ends lines with CRLF, or has blanks around it.",
        lesson: DELIMITERS,
        next: "write the bytes of the reply and one 0a",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            ["1.5\n", "1/0\n"].iter().try_for_each(|request| {
                let line = client.send(request)?.raw_line(b"1.5\n")?;
                let reply = line.trim_ascii();
                if line == reply {
                    return Ok(());
                }
                Err(Failure::differing("there is more in the line than the reply", reply, &line))
            })
        }),
    },
    Check {
        name: "replies_come_in_order",
        level: Required(&["P3", "P4"]),
        requirement: "a client may send many requests before it reads the replies, which come in the order of the requests",
        cause: "each request is handled by a thread or a task of its own, and the fastest replies first; or requests are lost where two segments meet.",
        lesson: DELIMITERS,
        next: "handle the requests of one connection one after another",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            let requests: Vec<_> = (0..PIPELINED).map(|number| format!("{number}+0.5\n")).collect();
            client.send(requests.concat())?;
            (0..PIPELINED).try_for_each(|number| client.reply(Value(&format!("{number}.5"))))
        }),
    },
    Check {
        name: "replies_come_before_the_end",
        level: Required(&["P6"]),
        requirement: "a client that has ended its stream gets the replies to all that it has sent before the server closes",
        cause: "the server closes as soon as it sees the end of the stream, or takes it for the end of the connection in both directions.",
        lesson: HALF_CLOSE,
        next: "when a read gives 0 bytes, write the replies that are left, then close",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            client.send("1+1\n".repeat(100))?.half_close();
            (0..100).try_for_each(|_| client.reply(Value("2")))
        }),
    },
    Check {
        name: "a_line_of_any_byte_gets_one_reply",
        level: Required(&["P4", "P19"]),
        requirement: "whatever byte a line consists of, it gets one reply",
        cause: "a NUL ends a string, a byte such as 04 or 1a is taken for the end of the input, or a character is an instruction to the server.",
        lesson: DELIMITERS,
        next: "treat bytes as bytes until a whole line is there; only LF has a meaning before that",
        body: Steps(|trial| {
            for byte in (0..0x80_u8).filter(|byte| !b"\n\r".contains(byte)) {
                let mut client = trial.next_client()?;
                client.send([byte, b'\n', b'7', b'\n'])?;
                client.line(b"error: \n")?;
                client.reply(Value("7"))?;
            }
            Ok(())
        }),
    },
];
