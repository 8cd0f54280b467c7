//! How a check has failed: in words, and as expected beside received.

use support::Difference;

/// What is wrong, before it is put into a message.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    /// What happened instead of what is required, in words without a full stop.
    pub(crate) what: String,
    pub(crate) difference: Option<Difference>,
    pub(crate) kind: Kind,
    /// A cause that shows in what was seen, whatever the check is about, and what to try next.
    pub(crate) seen: Option<(&'static str, &'static str)>,
}

/// The commonest cause of all, and what to try next: no client can tell where such a reply ends.
pub(crate) const NO_LINE_END: (&str, &str) = (
    "the reply has no line end. The client cannot know that it is complete, so it waits for more.",
    "end each reply with an LF (`\\n`)",
);

/// The value is there, with something around it: a word, a prompt, the request once more, bytes of a buffer.
pub(crate) const NOT_ALONE: (&str, &str) = (
    "the reply has more in it than the value. The client cannot know which part of it is the value.",
    "send the value alone, and an LF: no words, no prompt, no zero bytes",
);

/// The reply tells of an error, and is none of the protocol.
pub(crate) const NO_ERROR_LINE: (&str, &str) = (
    "the reply tells of an error in words of its own. The client knows an error only by its beginning, `error: `.",
    "begin each error with `error: `: lower case, a colon, a blank; then the reason",
);

/// Nothing at all has come, although the request was complete.
pub(crate) const UNSENT: (&str, &str) = (
    "the reply is still in a buffer of the server, which nobody has flushed (Python's makefile, Java's PrintWriter, Go's \
     bufio.Writer); or the server reads on until the client's stream ends.",
    "flush after each reply, and read up to the LF, not to the end of the stream",
);

/// What sort of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The server does something else than it should.
    Wrong,
    /// The server closed the connection, or reset it, before the reply was there.
    Closed,
    /// The server was waited for until the time of the check was over.
    TimedOut,
    /// The check is not possible here, and says nothing about the server.
    Impossible,
    /// There is nothing to be judged: the command does not start.
    Unusable,
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), difference: None, kind: Kind::Wrong, seen: None }
    }

    /// Something came, and it was not this.
    pub(crate) fn differing(what: impl Into<String>, expected: &[u8], received: &[u8]) -> Self {
        Self { difference: Some(Difference::of_bytes(expected, received)), ..Self::new(what) }
    }

    /// The connection is over, and not all of the reply has come.
    pub(crate) fn closed(self) -> Self {
        Self { kind: Kind::Closed, ..self }
    }

    /// The time of the check is over.
    pub(crate) fn timed_out(what: impl Into<String>) -> Self {
        Self { kind: Kind::TimedOut, ..Self::new(what) }
    }

    /// The same, and it was waited for something else until the time was over.
    pub(crate) fn after_a_timeout(self) -> Self {
        Self { kind: Kind::TimedOut, ..self }
    }

    /// The same, and the cause is known.
    pub(crate) fn because(self, seen: (&'static str, &'static str)) -> Self {
        Self { seen: Some(seen), ..self }
    }

    /// There is nothing to be judged.
    pub(crate) fn unusable(what: impl Into<String>) -> Self {
        Self { kind: Kind::Unusable, ..Self::new(what) }
    }

    /// This cannot be checked here.
    pub(crate) fn impossible(what: impl Into<String>) -> Self {
        Self { kind: Kind::Impossible, ..Self::new(what) }
    }
}
