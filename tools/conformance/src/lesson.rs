//! The pages of the book to which checks send their readers, each with the exercise that fits.

use std::fmt;

/// A page of the book, with one of its exercises or none. Where different checks need different ones, it is here several times.
#[derive(Debug, PartialEq, Eq)]
pub struct Lesson {
    /// What stands over it.
    pub title: &'static str,
    /// Its file in `book/src`.
    pub page: &'static str,
    /// The name of the exercise, where there is one.
    pub exercise: Option<&'static str>,
}

impl fmt::Display for Lesson {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { title, page, .. } = self;
        match page.split_once('-') {
            Some((part, _)) if part.parse::<u8>().is_ok() => {
                write!(formatter, "part {part}, \"{title}\" (book/src/{page})")
            }
            _ => write!(formatter, "\"{title}\" (book/src/{page})"),
        }
    }
}

macro_rules! lessons {
    ($($name:ident: $title:literal, $page:literal, $exercise:expr;)*) => {
        $(pub(crate) const $name: &Lesson = &Lesson { title: $title, page: $page, exercise: $exercise };)*
    };
}

lessons! {
    FOUR_CALLS: "Listen, accept, read, write", "2-echo/four-calls.md", None;
    ANY_BYTES: "Listen, accept, read, write", "2-echo/four-calls.md", Some("any_bytes");
    MESSAGE_BOUNDARIES: "A stream has no message boundaries", "2-echo/message-boundaries.md", Some("a_megabyte");
    WHOLE_LINES: "A stream has no message boundaries", "2-echo/message-boundaries.md", Some("whole_lines");
    SHORT_WRITES: "Short writes and backpressure", "2-echo/short-writes.md", Some("write_everything");
    BACKPRESSURE: "Short writes and backpressure", "2-echo/short-writes.md", None;
    HALF_CLOSE: "End of stream and half-close", "2-echo/half-close.md", Some("half_close");
    CLIENT_ERRORS: "Errors end a connection, never the server", "2-echo/client-errors.md", Some("survive_resets");
    PROTOCOL: "Designing the protocol", "3-protocol/protocol-design.md", None;
    DELIMITERS: "Framing with a delimiter", "3-protocol/delimiters.md", Some("lines");
    PARSING: "Parsing an expression", "3-protocol/parsing.md", None;
    SPECIFICATION: "The protocol", "protocol.md", None;
    NEVER_EXECUTE: "Never execute what the network sends", "3-protocol/never-execute.md", None;
    LINE_LENGTH: "Limiting the line length", "3-protocol/line-length.md", Some("bounded_lines");
    NESTING_DEPTH: "Limiting the nesting depth", "3-protocol/nesting-depth.md", Some("bounded_nesting");
    ONE_AT_A_TIME: "One client at a time", "5-many/one-at-a-time.md", None;
    THREADS: "A thread per connection", "5-many/threads.md", Some("thread_per_client");
    EVENT_LOOP: "An event loop by hand", "5-many/event-loop.md", Some("event_loop");
    IDLE_CLIENTS: "Idle and slow clients", "5-many/idle-clients.md", None;
    CONNECTION_LIMITS: "Connection limits", "5-many/connection-limits.md", Some("connection_limit");
    ACCEPT_QUEUE: "The accept queue", "2-echo/accept-queue.md", None;
    RESETS: "Resets and dead peers", "2-echo/resets.md", None;
    DESCRIPTORS: "Running out of file descriptors", "5-many/descriptors.md", None;
    RESULTS: "Measurement results", "5-many/results.md", None;
    GRACEFUL_SHUTDOWN: "Graceful shutdown", "5-many/graceful-shutdown.md", Some("graceful_shutdown");
    ERRORS: "Errors are replies", "3-protocol/errors.md", Some("errors_keep_the_session");
    ERROR_REPLIES: "Errors are replies", "3-protocol/errors.md", None;
    CONNECTING: "Connecting with a timeout", "4-client/connecting.md", Some("connect_with_a_deadline");
    REQUESTS: "Requests and replies", "4-client/requests.md", None;
    REPLY_LINES: "Requests and replies", "4-client/requests.md", Some("truncated_replies");
    REPLIES_TOGETHER: "Requests and replies", "4-client/requests.md", Some("two_replies_at_once");
    LATE_REPLIES: "Unsolicited and late replies", "4-client/late-replies.md", None;
    RETRIES: "Retries and backoff", "4-client/retries.md", Some("retry_with_backoff");
    CLIENT_PROGRAM: "A command-line program", "4-client/program.md", None;
}
