//! What a line may say in return: a number, or why there is none.

use crate::{MAX_LINE, Number, TooLong};
use std::{fmt, str::FromStr};

/// How a refusal begins.
const REFUSAL: &str = "error: ";

// ANCHOR: reply
/// The reply to one request; it prints as its line, without the end, and is read back from it.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// The value of the expression: always finite.
    Value(f64),
    /// Why there is none: one line, lower case, no full stop.
    Refusal(String),
}
// ANCHOR_END: reply

impl Reply {
    /// A refusal for this reason.
    pub fn refuse(reason: impl fmt::Display) -> Self {
        Self::Refusal(reason.to_string())
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
        }
    }
}

impl FromStr for Reply {
    type Err = NotAReply;

    fn from_str(line: &str) -> Result<Self, NotAReply> {
        if let Some(reason) = line.strip_prefix(REFUSAL) {
            return Ok(Self::refuse(reason));
        }
        // f64 also reads words such as `inf` and `nan`, which no reply is.
        let is_numeric = line.bytes().all(|byte| byte.is_ascii_digit() || b"+-.e".contains(&byte));
        match line.parse() {
            Ok(value) if is_numeric && f64::is_finite(value) => Ok(Self::Value(value)),
            _ => Err(NotAReply(line.to_owned())),
        }
    }
}

/// A line that is neither a number nor a refusal: whoever sent it does not speak the protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a reply")]
pub struct NotAReply(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reply_prints_is_read_back_as_the_same_reply() {
        for reply in [Reply::Value(14.0), Reply::Value(-1e300), Reply::refuse("division by zero")] {
            assert_eq!(reply.to_string().parse(), Ok(reply));
        }
    }

    #[test]
    fn a_line_that_is_neither_a_number_nor_a_refusal_is_no_reply() {
        for line in ["", "inf", "nan", "-infinity", "1e999", "error", "Error: no", "HTTP/1.1 400 Bad Request"]
        {
            assert_eq!(line.parse::<Reply>(), Err(NotAReply(line.to_owned())));
        }
    }
}
