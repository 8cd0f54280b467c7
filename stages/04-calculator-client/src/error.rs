//! Why there is no reply.

use crate::MAX_REPLY;
use calculator_server::InvalidReply;
use socket_basics::reason;
use std::{io, time::Duration};

/// Why an expression got no reply.
///
/// All but [`MultipleLines`](Self::MultipleLines) close the connection: a reply that arrived after one of them could be
/// taken for the reply to another request.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The expression contains an LF, and would get two replies. Nothing was sent.
    #[error("an expression is one line, and this is more: {0:?}")]
    MultipleLines(String),

    /// The server closed the connection instead of replying.
    #[error("the server went away")]
    Disconnected,

    /// The server closed the connection in the middle of a reply: `14` may be the beginning of `1425`.
    #[error("the server went away in the middle of a reply, after {0:?}")]
    TruncatedReply(String),

    /// The server accepts no requests now. It has handled none of this connection's, and all may be sent again later.
    #[error("busy: {0}")]
    Busy(String),

    /// The line is not a reply of the protocol.
    #[error("the server does not speak the calculator's protocol: {0}")]
    InvalidReply(InvalidReply),

    /// The line is longer than any reply.
    #[error(
        "the server does not speak the calculator's protocol: its reply is longer than {MAX_REPLY} bytes"
    )]
    ReplyTooLong,

    /// The server sent a reply without a request. Each later reply would be taken for the reply to another request.
    #[error("the server broke the protocol: it sent {0:?}, and there was no request for it")]
    UnsolicitedReply(String),

    /// A `busy:` line that is not the first line of the connection. Which requests the server has read is unknown.
    #[error("the server broke the protocol: it sent {0:?} after other replies")]
    BusyAfterReplies(String),

    /// The reply did not arrive in time.
    #[error("the server did not reply within {} seconds", .0.as_secs_f64())]
    TimedOut(Duration),

    /// One of the other errors closed this connection earlier.
    #[error("an earlier error closed the connection to the server")]
    Closed,

    /// A system call failed.
    #[error("could not talk to the server: {}", reason(.0))]
    Io(io::Error),
}
