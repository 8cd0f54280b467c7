//! Why there is no reply.

use crate::MAX_REPLY;
use calculator_server::InvalidReply;
use socket_basics::reason;
use std::{io, time::Duration};

/// Why an expression got no reply.
///
/// All but [`MultipleLines`](Self::MultipleLines) end the conversation: a reply that came after one of them could be
/// taken for the reply to something else.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The expression contains the end of a line, and would get two replies. Nothing was sent.
    #[error("an expression is one line, and this is more: {0:?}")]
    MultipleLines(String),

    /// The server closed the connection instead of replying.
    #[error("the server went away")]
    Disconnected,

    /// The server closed the connection in the middle of a reply: `14` may have been the beginning of `1425`.
    #[error("the server went away in the middle of a reply, after {0:?}")]
    TruncatedReply(String),

    /// The server takes no requests now: it has looked at none of this connection's, and all may be asked again later.
    #[error("busy: {0}")]
    Busy(String),

    /// What came is no reply of any kind.
    #[error("the server does not speak the calculator's protocol: {0}")]
    InvalidReply(InvalidReply),

    /// What came is longer than any reply.
    #[error(
        "the server does not speak the calculator's protocol: its reply is longer than {MAX_REPLY} bytes"
    )]
    ReplyTooLong,

    /// The server sent a reply without a request. Each reply after it would be taken for the one to another request.
    #[error("the server broke the protocol: it sent {0:?}, and there was no request for it")]
    UnsolicitedReply(String),

    /// The server said that it was busy, but not in the first line of the connection. What it has looked at is unknown.
    #[error("the server broke the protocol: it sent {0:?} after other replies")]
    BusyAfterReplies(String),

    /// The reply did not come in time.
    #[error("the server did not reply within {} seconds", .0.as_secs_f64())]
    TimedOut(Duration),

    /// One of the other errors ended this conversation earlier.
    #[error("an earlier error has ended the conversation with the server")]
    Closed,

    /// The system could not do its part.
    #[error("could not talk to the server: {}", reason(.0))]
    Io(io::Error),
}
