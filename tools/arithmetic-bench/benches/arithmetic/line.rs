//! All that the server does between reading and writing: a line's bytes become its reply's bytes.

use calculator_server::{Reply, Responder, handle_request};

/// A conversation in which one line comes again and again.
pub(crate) struct Line {
    conversation: Responder<fn(&[u8]) -> Reply>,
    bytes: Vec<u8>,
    replies: Vec<u8>,
}

impl Line {
    pub(crate) fn new(text: &str) -> Self {
        let bytes = format!("{text}\n").into_bytes();
        Self { conversation: Responder::new(handle_request), bytes, replies: Vec::new() }
    }

    pub(crate) fn reply(&mut self) -> &[u8] {
        self.replies.clear();
        self.conversation.receive(&self.bytes, &mut self.replies);
        &self.replies
    }
}
