//! The fifth rung of a calculator: long lines, deep nesting, and clients that do not read their replies.

use super::faults::is_served;
use crate::{
    backpressure::MORE_THAN_BUFFERS,
    check::{Check, Required, Section, Steps},
    client::Client,
    failure::{Failure, Kind},
    lesson::{BACKPRESSURE, LINE_LENGTH, NESTING_DEPTH, SHORT_WRITES},
    trial::Expected::{Error, Value},
};
use socket2::SockRef;

pub(crate) const SECTION: Section = Section {
    name: "limits",
    title: "long lines, deep nesting, and replies that are not read",
    checks: CHECKS,
};

/// The most bytes of a request.
const MAX_LINE: usize = 1024;

/// More than the kernel keeps for a connection in both directions, on every common system.
const UNREAD: usize = 48 << 20;

/// How many replies are read late: more than small buffers hold, and so few that a slow server calculates them in time.
const READ_LATE: u32 = 8_000;

/// What the kernel may keep for a client that reads again, in bytes.
const READING_BUFFER: usize = 256 << 10;

/// What goes wrong if the next client is not served.
const NOT_SERVED: (&str, &str) = (
    "an error of `write` (\"timed out\", \"broken pipe\", \"connection reset\") has ended the whole server; or the server still \
     serves the client that has left with its replies unread.",
    "catch the errors of one connection where that connection is handled, and go back to `accept`",
);

const CHECKS: &[Check] = &[
    Check {
        name: "a_request_may_have_1024_bytes",
        level: Required(&["P13"]),
        requirement: "a request may have 1,024 bytes, and its end does not count",
        cause: "the buffer for a line is smaller, or the LF, or the CR before it, counts.",
        lesson: LINE_LENGTH,
        next: "count the bytes of the line without its end, and compare with 1024",
        body: Steps(|trial| {
            let longest = "0".repeat(MAX_LINE - 2) + "+1";
            trial.ask(&longest, Value("1"))?;
            trial.ask(longest + "\r", Value("1"))
        }),
    },
    Check {
        name: "a_longer_line_gets_an_error",
        level: Required(&["P14"]),
        requirement: "a line of more than 1,024 bytes gets an error",
        cause: "there is no limit. A client that never ends its line fills the server's memory.",
        lesson: LINE_LENGTH,
        next: "when 1,024 bytes have come without an end, the line is too long",
        body: Steps(|trial| {
            let longer = "0".repeat(MAX_LINE - 1) + "+1";
            trial.ask(&longer, Error)?;
            trial.ask(longer + "\r", Error)
        }),
    },
    Check {
        name: "a_long_line_gets_one_error",
        level: Required(&["P14"]),
        requirement: "however long a line is, it gets one error, and the next line is served as usual",
        cause: "each full buffer is taken for a line, so that one long line gets several replies; or the connection is closed.",
        lesson: LINE_LENGTH,
        next: "after the error, discard what comes until the LF. That is a state of its own",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            client.send("1+".repeat(5_000))?.send("1\n1+1\n")?;
            client.reply(Error)?;
            client.reply(Value("2"))
        }),
    },
    Check {
        name: "a_line_of_megabytes_is_discarded",
        level: Required(&["P14"]),
        requirement: "the rest of a line that is too long is discarded as it arrives, and the next line is served",
        cause: "the line is collected until its end, and takes longer with each byte; or the server gives up on the connection.",
        lesson: LINE_LENGTH,
        next: "once the line is too long, keep nothing of it",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            for _ in 0..4 {
                client.send(vec![b'1'; 1 << 20])?;
            }
            client.send("\n3*3\n")?.reply(Error)?;
            client.reply(Value("9"))
        }),
    },
    Check {
        name: "a_flat_chain_may_fill_the_line",
        level: Required(&["P31"]),
        requirement: "a chain without nesting may be as long as the line",
        cause: "the parser calls itself once for each operator, and counts that as nesting.",
        lesson: NESTING_DEPTH,
        next: "1+1+1+… has a depth of 1: collect the operands of one level in a loop",
        body: Steps(|trial| {
            trial.ask("1+".repeat(511) + "11", Value("522"))?;
            trial.ask("9-".repeat(511) + "9", Value("-4590"))
        }),
    },
    Check {
        name: "64_levels_of_nesting_are_calculated",
        level: Required(&["P31"]),
        requirement: "an expression that is nested 64 deep is calculated",
        cause: "the limit of the depth is smaller, or a level counts twice.",
        lesson: NESTING_DEPTH,
        next: "one pair of parentheses is one level, with or without a function; so is a sign or a power",
        body: Steps(|trial| {
            let nested = |open: &str, inner: &str, close: &str| open.repeat(64) + inner + &close.repeat(64);
            let requests = [
                (nested("(", "1", ")"), "1"),
                (nested("-", "1", ""), "1"),
                (nested("abs(", "1", ")"), "1"),
                (nested("1^", "1", ""), "1"),
                (nested("(1+", "1", ")"), "65"),
            ];
            requests.iter().try_for_each(|(request, value)| trial.ask(request, Value(value)))
        }),
    },
    Check {
        name: "deeper_nesting_gets_a_reply",
        level: Required(&["P32"]),
        requirement: "what is nested as deep as the line allows gets its value or an error, and the next line is served",
        cause: "the parser calls itself for each level until the stack is full. In Python that is a RecursionError, in C the end of the process.",
        lesson: NESTING_DEPTH,
        next: "count the levels, and reply with an error above your limit",
        body: Steps(|trial| {
            let requests = [
                "(".repeat(511) + "1" + &")".repeat(511),
                "-".repeat(1023) + "1",
                "(".repeat(1024),
                "1^".repeat(511) + "1",
            ];
            for request in requests {
                let mut client = trial.next_client()?;
                client.send(request + "\n7\n")?;
                client.value_or_error()?;
                client.reply(Value("7"))?;
            }
            Ok(())
        }),
    },
    Check {
        name: "requests_wait_while_replies_are_unread",
        level: Required(&["P50"]),
        requirement: "while a client does not read its replies, the server does not read its requests without limit",
        cause: "a reply that cannot be written at once is put into a queue without a limit, and kept in memory until the client reads it; or it is thrown away.",
        lesson: BACKPRESSURE,
        next: "read no more of a connection before its replies are written (in JavaScript: pause when `write` is false)",
        body: Steps(|trial| {
            // With blanks, a block has fewer requests, and a slow server is ready for the next block sooner.
            let (client, sent) = trial.flood(format!("{:32}\n", "pi").repeat(2_000).as_bytes(), UNREAD)?;
            if sent >= UNREAD {
                let taken = format!("the server has taken {} MiB of requests", UNREAD >> 20);
                return Err(Failure::new(taken + " of a client that has read none of its replies"));
            }
            drop(client);
            is_served(trial).map_err(|failure| match failure {
                Failure { difference: None, .. } => failure.because(NOT_SERVED),
                _ => failure,
            })
        }),
    },
    Check {
        name: "replies_that_had_to_wait_are_whole",
        level: Required(&["P3", "P4"]),
        requirement: "a client that reads its replies late gets all of them, whole and in order",
        cause: "a write took only a part of the bytes (a short write), and the rest was thrown away. That happens on a socket that never blocks or has a timeout, when its send buffer is full.",
        lesson: SHORT_WRITES,
        next: "write the rest, too (`sendall`, `write_all`). In an event loop, keep the rest until the socket is writable",
        body: Steps(|trial| {
            let requests: Vec<_> = (1..=READ_LATE).map(|number| format!("{number:14}/7\n")).collect();
            let requests = requests.concat();
            let (mut client, sent) = trial.flood(requests.as_bytes(), MORE_THAN_BUFFERS)?;
            // From here on replies come as fast as to any client.
            let _ = SockRef::from(&client.connection.stream).set_recv_buffer_size(READING_BUFFER);
            let complete = requests.bytes().take(sent).filter(|&byte| byte == b'\n').count();
            for number in (1..=READ_LATE).take(complete) {
                trial.restart_clock();
                client.deadline = trial.deadline;
                client.request = format!("\"{number}/7\\n\"");
                match client.reply(Value(&(f64::from(number) / 7.0).to_string())) {
                    // A server may close the connection of a client that does not read.
                    Err(failure) if failure.kind == Kind::Closed => return Ok(()),
                    reply => reply?,
                }
            }
            Ok(())
        }),
    },
];

impl Client {
    /// A reply to a request that may be refused: a number or an error.
    pub(crate) fn value_or_error(&mut self) -> Result<(), Failure> {
        let line = self.line(b"error: ")?;
        let is_number = str::from_utf8(&line).is_ok_and(|text| text.parse::<f64>().is_ok());
        if is_number || line.starts_with(b"error: ") {
            return Ok(());
        }
        Err(Failure::differing("the reply is neither a number nor an error", b"error: ", &line))
    }
}
