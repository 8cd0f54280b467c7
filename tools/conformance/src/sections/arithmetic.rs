//! The first rung of a calculator: the four operations, and one request after another.
//!
//! A value counts here however it is written; `14.0` is for the next section.

use crate::{
    check::{Check, Required, Section, Steps, Values},
    failure::{Failure, Kind, UNSENT},
    lesson::{FOUR_CALLS, HALF_CLOSE, PARSING, PROTOCOL},
    trial::Expected::Value,
};

pub(crate) const SECTION: Section =
    Section { name: "arithmetic", title: "the four operations, request by request", checks: CHECKS };

const CHECKS: &[Check] = &[
    Check {
        name: "the_client_speaks_first",
        level: Required(&["P2"]),
        requirement: "the first line that a client receives is the reply to its first request",
        cause: "the server greets its clients, or sends a prompt. A program cannot tell that from a reply.",
        lesson: PROTOCOL,
        next: "connect with `nc`, type nothing, and see whether anything comes",
        body: Steps(|trial| {
            let reply = trial.connect()?.send("1+1\n")?.reply(Value("2"));
            reply.map_err(|failure| match failure {
                Failure { kind: Kind::TimedOut, seen: None, .. } => failure.because(UNSENT),
                _ => failure,
            })
        }),
    },
    Check {
        name: "the_next_client_is_served",
        level: Required(&["P7"]),
        requirement: "after a client has left, the next is served",
        cause: "the server accepts once, and ends with its first client.",
        lesson: FOUR_CALLS,
        next: "put `accept` and all that follows into a loop without an end",
        body: Steps(|trial| (0..3).try_for_each(|_| trial.connect()?.send("1+1\n")?.reply(Value("2")))),
    },
    Check {
        name: "the_four_operations_calculate",
        level: Required(&["P21"]),
        requirement: "a line with a sum, a difference, a product or a quotient is replied to with one line, its value",
        cause: "whole numbers are divided as whole numbers, so that 3/2 is 1 (`/` in C, Java and Go, `//` in Python); or the line end of the request was taken for a part of the expression.",
        lesson: PROTOCOL,
        next: "calculate with 64-bit floating point, also where both numbers are whole. Then connect with `nc`, and type 3/2: the reply has to be 1.5",
        body: Values(&[("2+3", "5"), ("2-3", "-1"), ("2*3", "6"), ("3/2", "1.5")]),
    },
    Check {
        name: "products_come_before_sums",
        level: Required(&["P22"]),
        requirement: "products and quotients are calculated before sums and differences",
        cause: "the operators are applied in the order in which they stand. Each needs a binding power.",
        lesson: PARSING,
        next: "calculate 2+3*4 on paper with your parser's steps: the product has to be complete before the sum",
        body: Values(&[("2+3*4", "14"), ("2*3+4", "10"), ("10-6/2", "7"), ("1+2*3-4", "3")]),
    },
    Check {
        name: "parentheses_come_before_everything",
        level: Required(&["P21"]),
        requirement: "what stands in parentheses is calculated first",
        cause: "parentheses are skipped, or only one pair is understood.",
        lesson: PARSING,
        next: "parse the inner expression by the same function that parses the whole, or push it on the operator stack",
        body: Values(&[("(2+3)*4", "20"), ("2*(3+4)*(5-3)", "28"), ("((((7))))", "7")]),
    },
    Check {
        name: "equal_operators_go_from_left_to_right",
        level: Required(&["P23"]),
        requirement: "sums and products are calculated from left to right",
        cause: "the parser calls itself for the right side, which groups from the right: 10-(4-3).",
        lesson: PARSING,
        next: "collect the operands of one level in a loop, and apply each operator before the next is read",
        body: Values(&[("10-4-3", "3"), ("100/10/5", "2"), ("100/10*5", "50"), ("1-2+3", "2")]),
    },
    Check {
        name: "signs_stand_before_operands",
        level: Required(&["P21"]),
        requirement: "any number of signs may stand before an operand",
        cause: "a minus is always taken for a difference, or only one sign is read.",
        lesson: PARSING,
        next: "where an operand is expected, a + or a - is a sign, and what follows is an operand again",
        body: Values(&[
            ("-5", "-5"),
            ("+5", "5"),
            ("+-+-+5", "5"),
            ("2+-3", "-1"),
            ("2*-3", "-6"),
            ("-(2+3)", "-5"),
        ]),
    },
    Check {
        name: "spaces_and_tabs_mean_nothing",
        level: Required(&["P26"]),
        requirement: "spaces and tabs may stand between any two parts of an expression, and around it",
        cause: "the line is cut at its first space, or only the blanks at its ends are taken away.",
        lesson: PARSING,
        next: "skip spaces and tabs before each token",
        body: Values(&[("2 + 3", "5"), ("  2*3  ", "6"), ("\t2\t-\t3\t", "-1"), (" ( 2 ) ", "2")]),
    },
    Check {
        name: "many_requests_share_a_connection",
        level: Required(&["P3"]),
        requirement: "a client may send any number of requests over one connection",
        cause: "the server reads once and closes the connection. It has to read until the end of the stream.",
        lesson: FOUR_CALLS,
        next: "put reading and replying into a loop that ends when `read` gives 0 bytes",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            (1..=5).try_for_each(|number| {
                client.send(format!("{number}+1\n"))?.reply(Value(&(number + 1).to_string()))
            })
        }),
    },
    Check {
        name: "the_server_closes_after_the_client",
        level: Required(&["P6"]),
        requirement: "at the end of the client's stream, the server closes the connection, too",
        cause: "the end of the stream is not noticed: `read` gives 0 bytes, in some languages an empty or a missing line.",
        lesson: HALF_CLOSE,
        next: "leave the loop when a read gives nothing, and close the socket",
        body: Steps(|trial| {
            let mut client = trial.connect()?;
            client.send("1+1\n")?.reply(Value("2"))?;
            client.half_close().closed()
        }),
    },
];
