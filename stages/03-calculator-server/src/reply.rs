//! What a server may reply: a number, why there is none, or that the client should ask again later.

use crate::{MAX_LINE, Number, TooLong};
use std::{fmt, str::FromStr};

/// How a refusal begins.
const REFUSAL: &str = "error: ";

/// How the only reply of a busy server begins.
const BUSY: &str = "busy: ";

// ANCHOR: reply
/// A reply; it prints as its line, without the end, and is read back from it.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// The value of the expression: always finite.
    Value(f64),
    /// Why there is none: one line, lower case, no full stop.
    Refusal(String),
    /// Why the server does not serve this connection. It is the connection's only line, and no request was looked at:
    /// all of them may be asked again later.
    Busy(String),
}
// ANCHOR_END: reply

impl Reply {
    /// A refusal for this reason.
    pub fn refuse(reason: impl fmt::Display) -> Self {
        Self::Refusal(reason.to_string())
    }

    /// What a busy server says, for this reason.
    pub fn busy(reason: impl fmt::Display) -> Self {
        Self::Busy(reason.to_string())
    }
}

impl From<TooLong> for Reply {
    /// The refusal of a request that is longer than [`MAX_LINE`].
    fn from(TooLong: TooLong) -> Self {
        Self::refuse(format_args!("the line is longer than {MAX_LINE} bytes"))
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => Number(*value).fmt(formatter),
            Self::Refusal(reason) => write!(formatter, "{REFUSAL}{reason}"),
            Self::Busy(reason) => write!(formatter, "{BUSY}{reason}"),
        }
    }
}

impl FromStr for Reply {
    type Err = NotAReply;

    fn from_str(line: &str) -> Result<Self, NotAReply> {
        if let Some(reason) = line.strip_prefix(REFUSAL) {
            return Ok(Self::refuse(reason));
        }
        if let Some(reason) = line.strip_prefix(BUSY) {
            return Ok(Self::busy(reason));
        }
        // f64 also reads words such as `inf` and `nan`, which no reply is.
        let is_numeric = line.bytes().all(|byte| byte.is_ascii_digit() || b"+-.e".contains(&byte));
        match line.parse() {
            Ok(value) if is_numeric && f64::is_finite(value) => Ok(Self::Value(value)),
            _ => Err(NotAReply(line.to_owned())),
        }
    }
}

/// A line that is none of the three kinds of reply: whoever sent it does not speak the protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a reply")]
pub struct NotAReply(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reply_prints_is_read_back_as_the_same_reply() {
        for reply in [
            Reply::Value(14.0),
            Reply::Value(-1e300),
            Reply::refuse("division by zero"),
            Reply::busy("the server is full"),
            // A reason is text, whatever it looks like.
            Reply::refuse("busy: 1"),
            Reply::busy("error: 1"),
            Reply::busy(""),
        ] {
            assert_eq!(reply.to_string().parse(), Ok(reply));
        }
    }

    #[test]
    fn the_first_word_of_a_reply_tells_its_kind() {
        assert_eq!(Reply::Value(14.0).to_string(), "14");
        assert_eq!(Reply::refuse("division by zero").to_string(), "error: division by zero");
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
            assert_eq!(line.parse::<Reply>(), Err(NotAReply(line.to_owned())));
        }
    }
}
