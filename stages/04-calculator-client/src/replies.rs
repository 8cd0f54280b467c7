//! The replies of a server: one to each request, and none without a request except the line of a busy server.

use crate::{ClientError, Line, LineReader, connection::Connection};
use calculator_server::Reply;

/// The most bytes a reply may have, without the end of its line.
///
/// An error reply may quote the whole request, which has at most 1,024 bytes, and this leaves room for a reason. A
/// server that sends more speaks another protocol, and must not fill our memory.
pub const MAX_REPLY: usize = 4096;

/// The replies of one connection.
#[derive(Debug)]
pub(crate) struct Replies {
    lines: LineReader,
    /// Whether a reply has arrived. Only the first line of a connection may say that the server is busy.
    any_received: bool,
}

impl Replies {
    pub(crate) fn new() -> Self {
        Self { lines: LineReader::new(MAX_REPLY), any_received: false }
    }

    // ANCHOR: receive
    /// Waits for the next reply.
    pub(crate) fn receive(&mut self, connection: &Connection) -> Result<Reply, ClientError> {
        match self.lines.next_line(connection.with_deadline()).map_err(|cause| connection.failure(cause))? {
            Some(Line::Whole(line)) => self.parse_reply(&String::from_utf8_lossy(&line)),
            Some(Line::Truncated(line)) => {
                Err(ClientError::TruncatedReply(String::from_utf8_lossy(&line).into_owned()))
            }
            Some(Line::TooLong) => Err(ClientError::ReplyTooLong),
            None => Err(ClientError::Disconnected),
        }
    }
    // ANCHOR_END: receive

    // ANCHOR: parse_reply
    /// Parses a line. `busy:` is not a reply to a request: a busy server has read no request.
    fn parse_reply(&mut self, line: &str) -> Result<Reply, ClientError> {
        match line.parse().map_err(ClientError::InvalidReply)? {
            Reply::Busy(reason) if !self.any_received => Err(ClientError::Busy(reason)),
            Reply::Busy(_) => Err(ClientError::BusyAfterReplies(line.to_owned())),
            reply => {
                self.any_received = true;
                Ok(reply)
            }
        }
    }
    // ANCHOR_END: parse_reply

    // ANCHOR: reject_unsolicited
    /// Fails if bytes have arrived that are not the reply to a request.
    ///
    /// Call it before each request: after one reply too many, each request would get the reply to the one
    /// before it. It usually costs one system call, which is little compared with a round trip.
    pub(crate) fn reject_unsolicited(&mut self, connection: &Connection) -> Result<(), ClientError> {
        let unread = match self.lines.unread() {
            Some(Line::Whole(line) | Line::Truncated(line)) => Some(line),
            Some(Line::TooLong) => return Err(ClientError::ReplyTooLong),
            None => connection.peek()?,
        };
        let Some(unread) = unread else { return Ok(()) };
        if self.any_received {
            return Err(ClientError::UnsolicitedReply(first_line(&unread)));
        }
        // This may be the line of a busy server, or the beginning of it.
        let reply = self.receive(connection)?;
        Err(ClientError::UnsolicitedReply(reply.to_string()))
    }
    // ANCHOR_END: reject_unsolicited

    /// Why a request could not be sent: a busy server may have sent its line and closed.
    pub(crate) fn explain_failed_send(&mut self, error: ClientError, connection: &Connection) -> ClientError {
        match error {
            // This does not wait: the connection has ended, and only bytes that have arrived can be read.
            ClientError::Disconnected => match self.receive(connection) {
                Err(busy @ ClientError::Busy(_)) => busy,
                _ => ClientError::Disconnected,
            },
            other => other,
        }
    }
}

fn first_line(bytes: &[u8]) -> String {
    let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)).into_owned()
}
