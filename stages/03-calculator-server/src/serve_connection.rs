//! A conversation: each line asks, each reply answers, in order, until the other end has asked its last.

use crate::{LineDecoder, LineTooLong, MAX_LINE, Reply};
use std::io::{self, ErrorKind, Read, Write};

/// How many bytes of requests are read at once.
///
/// The longest line fits, and so do hundreds of short ones. It also bounds what one client can make the server hold: no
/// more is read before the replies are gone, and the longest for its request, to an empty line, has 31 bytes.
pub const READ_BUFFER_SIZE: usize = 2048;

/// One client's side of the protocol, apart from any socket: bytes in, replies out.
#[derive(Debug)]
pub struct Responder<A> {
    lines: LineDecoder,
    handle_request: A,
}

impl<A: Fn(&[u8]) -> Reply> Responder<A> {
    /// A conversation in which `handle_request` makes the reply to each line.
    pub fn new(handle_request: A) -> Self {
        Self { lines: LineDecoder::new(MAX_LINE), handle_request }
    }

    /// Takes in some bytes, appends the reply to each line they complete, and returns how many lines that were.
    pub fn receive(&mut self, bytes: &[u8], replies: &mut Vec<u8>) -> u64 {
        let mut count = 0;
        self.lines.feed(bytes, |line| {
            reply(&self.handle_request, line, replies);
            count += 1;
        });
        count
    }

    /// The input has ended: appends the reply to a last line without an end, if there is one, and returns how many
    /// lines that were.
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

/// Answers every line that comes over the connection until its input ends, and returns how many there were.
///
/// Replies that are ready together leave in one write, before any more is read: a client that does not take its
/// replies is not read from either.
///
/// # Errors
///
/// When the connection breaks, or its deadline for reading or writing passes.
// ANCHOR: serve_connection
pub fn serve_connection(
    mut connection: impl Read + Write,
    handle_request: impl Fn(&[u8]) -> Reply,
) -> io::Result<u64> {
    let mut conversation = Responder::new(handle_request);
    let mut buffer = [0; READ_BUFFER_SIZE];
    let mut replies = Vec::new();
    let mut answered = 0;
    loop {
        match connection.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => answered += conversation.receive(&buffer[..count], &mut replies),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        connection.write_all(&replies)?;
        replies.clear();
        // What a burst of requests needed is not kept for as long as the client stays.
        replies.shrink_to(READ_BUFFER_SIZE);
    }
    answered += conversation.finish(&mut replies);
    connection.write_all(&replies)?;
    Ok(answered)
}
// ANCHOR_END: serve_connection
