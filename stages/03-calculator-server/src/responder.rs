//! The protocol without a socket: bytes in, replies out.

use crate::{LineDecoder, LineTooLong, MAX_LINE, Reply};
use std::io::Write as _;

/// The server's side of one connection, without the connection: it takes request bytes and returns reply bytes.
#[derive(Debug)]
pub struct Responder<H> {
    lines: LineDecoder,
    handle_request: H,
}

impl<H: Fn(&[u8]) -> Reply> Responder<H> {
    /// A responder that calls `handle_request` for the reply to each line.
    pub fn new(handle_request: H) -> Self {
        Self { lines: LineDecoder::new(MAX_LINE), handle_request }
    }

    /// Takes some bytes, appends the reply to each line that they complete, and returns the number of these lines.
    pub fn receive(&mut self, bytes: &[u8], replies: &mut Vec<u8>) -> u64 {
        let mut count = 0;
        self.lines.feed(bytes, |line| {
            reply(&self.handle_request, line, replies);
            count += 1;
        });
        count
    }

    /// At the end of the input: appends the reply to a last line without an end, if there is one, and returns the number
    /// of these lines, 0 or 1.
    pub fn finish(&mut self, replies: &mut Vec<u8>) -> u64 {
        let mut count = 0;
        self.lines.finish(|line| {
            reply(&self.handle_request, line, replies);
            count += 1;
        });
        count
    }
}

fn reply(handle_request: impl Fn(&[u8]) -> Reply, line: Result<&[u8], LineTooLong>, replies: &mut Vec<u8>) {
    let reply = line.map_or_else(Reply::from, handle_request);
    // Writing to a Vec cannot fail.
    let _ = writeln!(replies, "{reply}");
}
