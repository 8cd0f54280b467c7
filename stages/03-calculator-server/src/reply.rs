//! A reply: a number, an error, or that the server is busy.

use crate::{LineTooLong, MAX_LINE, Number};
use std::{fmt, str::FromStr};

/// How an error reply begins.
const ERROR_PREFIX: &str = "error: ";

/// How the only line of a busy server begins.
const BUSY_PREFIX: &str = "busy: ";

// ANCHOR: reply
/// A reply. It prints as a line without its end, and is parsed from such a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// The value of the expression: always finite.
    Value(f64),
    /// Why there is no value: one line that begins in lower case, with no full stop at its end.
    Error(String),
    /// Why the server does not serve this connection. It is the connection's only line. No request was
    /// handled, so all of them may be sent again later.
    Busy(String),
}
// ANCHOR_END: reply

impl Reply {
    /// An error reply with this reason.
    pub fn error(reason: impl fmt::Display) -> Self {
        Self::Error(reason.to_string())
    }

    /// The line of a busy server, with this reason.
    pub fn busy(reason: impl fmt::Display) -> Self {
        Self::Busy(reason.to_string())
    }
}

impl From<LineTooLong> for Reply {
    /// The error reply to a request that is longer than [`MAX_LINE`].
    fn from(LineTooLong: LineTooLong) -> Self {
        Self::error(format_args!("the line is longer than {MAX_LINE} bytes"))
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => Number(*value).fmt(formatter),
            Self::Error(reason) => write!(formatter, "{ERROR_PREFIX}{reason}"),
            Self::Busy(reason) => write!(formatter, "{BUSY_PREFIX}{reason}"),
        }
    }
}

impl FromStr for Reply {
    type Err = InvalidReply;

    fn from_str(line: &str) -> Result<Self, InvalidReply> {
        if let Some(reason) = line.strip_prefix(ERROR_PREFIX) {
            return Ok(Self::error(reason));
        }
        if let Some(reason) = line.strip_prefix(BUSY_PREFIX) {
            return Ok(Self::busy(reason));
        }
        // f64 also parses words such as `inf` and `nan`, which are not replies.
        let is_numeric = line.bytes().all(|byte| byte.is_ascii_digit() || b"+-.e".contains(&byte));
        match line.parse() {
            Ok(value) if is_numeric && f64::is_finite(value) => Ok(Self::Value(value)),
            _ => Err(InvalidReply(line.to_owned())),
        }
    }
}

/// A line that is none of the three kinds of reply: its sender does not follow the protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a reply")]
pub struct InvalidReply(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reply_prints_is_read_back_as_the_same_reply() {
        for reply in [
            Reply::Value(14.0),
            Reply::Value(-1e300),
            Reply::error("division by zero"),
            Reply::busy("the server is full"),
            // A reason is text, whatever it looks like.
            Reply::error("busy: 1"),
            Reply::busy("error: 1"),
            Reply::busy(""),
        ] {
            assert_eq!(reply.to_string().parse(), Ok(reply));
        }
    }

    #[test]
    fn the_first_word_of_a_reply_tells_its_kind() {
        assert_eq!(Reply::Value(14.0).to_string(), "14");
        assert_eq!(Reply::error("division by zero").to_string(), "error: division by zero");
        assert_eq!(Reply::busy("the server is full").to_string(), "busy: the server is full");
    }

    #[test]
    fn a_line_that_is_of_no_kind_is_no_reply() {
        for line in [
            "",
            "inf",
            "nan",
            "-infinity",
            "1e999",
            "error",
            "Error: no",
            "busy",
            "busy:",
            "busy:no",
            "Busy: no",
            " busy: no",
            "HTTP/1.1 400 Bad Request",
        ] {
            assert_eq!(line.parse::<Reply>(), Err(InvalidReply(line.to_owned())));
        }
    }
}
