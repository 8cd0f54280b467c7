//! What comes from a server: a reply to each request, and nothing else but the one line of a busy server.

use crate::{ClientError, Line, LineReader, connection::Connection};
use calculator_server::Reply;

/// The most bytes a reply may have, without the end of its line.
///
/// A refusal may quote the whole request, and a request has at most 1,024 bytes: this leaves room to say why. Who
/// sends more speaks another protocol, and must not fill our memory.
pub const MAX_REPLY: usize = 4096;

/// The replies of one connection.
#[derive(Debug)]
pub(crate) struct Replies {
    lines: LineReader,
    /// Whether one has come. A busy server says so in its first line or never.
    any: bool,
}

impl Replies {
    pub(crate) fn new() -> Self {
        Self { lines: LineReader::new(MAX_REPLY), any: false }
    }

    // ANCHOR: receive
    /// The next reply.
    pub(crate) fn receive(&mut self, connection: &Connection) -> Result<Reply, ClientError> {
        match self.lines.next_line(connection.timed()).map_err(|cause| connection.failure(cause))? {
            Some(Line::Whole(line)) => self.understand(&String::from_utf8_lossy(&line)),
            Some(Line::Truncated(line)) => {
                Err(ClientError::TruncatedReply(String::from_utf8_lossy(&line).into_owned()))
            }
            Some(Line::TooLong) => Err(ClientError::ReplyTooLong),
            None => Err(ClientError::Disconnected),
        }
    }
    // ANCHOR_END: receive

    // ANCHOR: understand
    /// What a line says. That the server is busy is no reply to a request: no request was looked at.
    fn understand(&mut self, line: &str) -> Result<Reply, ClientError> {
        match line.parse().map_err(ClientError::InvalidReply)? {
            Reply::Busy(reason) if !self.any => Err(ClientError::Busy(reason)),
            Reply::Busy(_) => Err(ClientError::BusyAfterReplies(line.to_owned())),
            reply => {
                self.any = true;
                Ok(reply)
            }
        }
    }
    // ANCHOR_END: understand

    // ANCHOR: expect_none
    /// Fails if something has come that is not the reply to a request.
    ///
    /// Call it before each request: one reply too many, and from then on each request would get the reply to the one
    /// before. Most often that costs one system call, which finds nothing. It is little beside the way to a server and
    /// back, and a client that saves it may give wrong answers that look right.
    pub(crate) fn expect_none(&mut self, connection: &Connection) -> Result<(), ClientError> {
        let unread = match self.lines.unread() {
            Some(Line::Whole(line) | Line::Truncated(line)) => Some(line),
            Some(Line::TooLong) => return Err(ClientError::ReplyTooLong),
            None => connection.peek()?,
        };
        let Some(unread) = unread else { return Ok(()) };
        if self.any {
            return Err(ClientError::UnsolicitedReply(first_line(&unread)));
        }
        // The first line may be that of a busy server, or the beginning of it.
        let reply = self.receive(connection)?;
        Err(ClientError::UnsolicitedReply(reply.to_string()))
    }
    // ANCHOR_END: expect_none

    /// Why a request could not be sent: a server that is busy may have said so, and closed.
    pub(crate) fn explain(&mut self, error: ClientError, connection: &Connection) -> ClientError {
        match error {
            // There is nothing to wait for: what had come can be read, and then the end.
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
