//! The first rung of a client: what is typed is sent, and the reply is shown.

use crate::{
    check::{Check, Required, Section, Steps},
    lesson::{CLIENT_PROGRAM, ERROR_REPLIES, REQUESTS},
};

pub(crate) const SECTION: Section =
    Section { name: "talking", title: "what is typed is sent, and the reply is shown", checks: CHECKS };

const CHECKS: &[Check] = &[
    Check {
        name: "a_line_that_is_typed_is_sent",
        level: Required(&["C1", "C2", "P2"]),
        requirement: "the client connects to the host and the port that it is given, and sends what is typed as one line with an LF",
        cause: "the line is sent without its LF, which reading a line often takes away; or the client waits for a greeting.",
        lesson: REQUESTS,
        next: "add \\n to what you send, and send it before you read anything",
        body: Steps(|trial| trial.converse(&[SUM]).map(drop)),
    },
    Check {
        name: "the_reply_is_shown",
        level: Required(&["C3"]),
        requirement: "the value in the reply is written to standard output",
        cause: "the reply is not read, or it is printed somewhere else.",
        lesson: CLIENT_PROGRAM,
        next: "print the reply, alone or with words around it, to standard output",
        body: Steps(|trial| trial.converse(&[SUM])?.shows_values(&["1425"])),
    },
    Check {
        name: "a_space_does_not_end_a_request",
        level: Required(&["C2", "P26"]),
        requirement: "a line with spaces in it is one request",
        cause: "the input is read word by word, as with C's scanf(\"%s\"), C++'s >> or Java's Scanner.next().",
        lesson: CLIENT_PROGRAM,
        next: "read a whole line: fgets, getline, nextLine, input()",
        body: Steps(|trial| trial.converse(&[("1400 + 25", "1425")]).map(drop)),
    },
    Check {
        name: "each_line_gets_its_reply",
        level: Required(&["C2", "C3", "P4"]),
        requirement: "several lines that are typed one after another are as many requests, and their replies are shown in order",
        cause: "the client ends after one reply, or shows a reply again.",
        lesson: CLIENT_PROGRAM,
        next: "put reading a line, sending, receiving and printing into a loop",
        body: Steps(|trial| trial.converse(&THREE)?.shows_values(&THREE.map(|(_, reply)| reply))),
    },
    Check {
        name: "an_error_is_shown",
        level: Required(&["C3", "P39"]),
        requirement: "an error is shown with its reason",
        cause: "the reply is turned into a number before anybody has looked at it.",
        lesson: ERROR_REPLIES,
        next: "look whether the reply begins with `error: `, and show it if it does",
        body: Steps(|trial| trial.converse(&[ERROR])?.shows_text("division by zero")),
    },
    Check {
        name: "the_reason_of_an_error_may_be_any",
        level: Required(&["C3", "P41"]),
        requirement: "an error is known by how it begins, whatever its reason is",
        cause: "the client compares the reply with the errors of one server, and knows no others.",
        lesson: ERROR_REPLIES,
        next: "compare `error: ` alone, and show what follows as it is",
        body: Steps(|trial| {
            let reply = "error: 7 ate 9 at column 3";
            trial.converse(&[("1+", reply)])?.shows_text("7 ate 9 at column 3")
        }),
    },
    Check {
        name: "the_conversation_goes_on_after_an_error",
        level: Required(&["P42"]),
        requirement: "after an error the next line is sent as usual",
        cause: "an error in an expression is taken for an error of the connection.",
        lesson: ERROR_REPLIES,
        next: "show the error, and read the next line",
        body: Steps(|trial| trial.converse(&[ERROR, SUM])?.shows_values(&["1425"])),
    },
    Check {
        name: "quit_ends_the_client",
        level: Required(&["C4"]),
        requirement: "the line `quit` is not sent: it ends the client with exit code 0",
        cause: "every line is sent, or the program ends with an exit code that says that something went wrong.",
        lesson: CLIENT_PROGRAM,
        next: "compare the line with `quit` before you send it, close the connection, and return 0",
        body: Steps(|trial| {
            let mut server = trial.play()?;
            server.types("1400+25").request("1400+25")?.send("1425\n")?;
            server.types("quit").closed()?;
            // Some runtimes, such as Node.js, do not end while a pipe to their input is open.
            server.end_input().exit().and_then(|exit| exit.is_success())
        }),
    },
    Check {
        name: "the_end_of_the_input_ends_the_client",
        level: Required(&["C4"]),
        requirement: "the end of standard input (Ctrl+D, or the end of a pipe) ends the client with exit code 0",
        cause: "the end of the input is not seen, and an empty line is sent, again and again; or it ends the program with an exception.",
        lesson: CLIENT_PROGRAM,
        next: "look at how your language tells the end of the input (None, null, EOF, an EOFError), close the connection, and return 0",
        body: Steps(|trial| {
            let mut server = trial.play()?;
            server.types("1400+25").request("1400+25")?.send("1425\n")?;
            server.end_input().closed()?;
            server.exit().and_then(|exit| exit.is_success())
        }),
    },
];

/// A request, and a reply that no prompt has by chance.
pub(super) const SUM: (&str, &str) = ("1400+25", "1425");

/// Three of them.
pub(super) const THREE: [(&str, &str); 3] = [SUM, ("(2+3)*1111", "5555"), ("2^13", "8192")];

/// A request that gets an error.
const ERROR: (&str, &str) = ("1/0", "error: division by zero");
