//! The requests of one connection that wait for their replies.

use crate::{
    requests::Request,
    run::{ClientError, ClientResult},
};
use std::collections::VecDeque;
use support::quote;

/// The line with which a full server rejects a connection.
pub(crate) const FULL: &str = "busy: the server is full, try again later";

/// How much of a request is shown.
const SHOWN: usize = 60;

/// The requests without a reply, and how many have one.
#[derive(Default)]
pub(crate) struct PendingReplies {
    /// Each with whether it is owed a reply: it had been written before the server was sent SIGTERM.
    requests: VecDeque<(Request, bool)>,
    /// The beginning of a reply.
    partial: Vec<u8>,
    answered: u64,
}

impl PendingReplies {
    pub(crate) fn push(&mut self, request: Request, owed: bool) {
        self.requests.push_back((request, owed));
    }

    /// Whether every request has its reply.
    pub(crate) fn is_empty(&self) -> bool {
        self.requests.is_empty()
    }

    /// What has to be received next.
    pub(crate) fn next_due(&self) -> String {
        let end = || "the end of the stream".to_owned();
        let reply_to =
            |(request, _): &(Request, bool)| format!("the reply to {}", quote(&request.line, SHOWN));
        self.requests.front().map_or_else(end, reply_to)
    }

    /// Compares what was received with the replies that are due, and returns the number of replies.
    pub(crate) fn receive(&mut self, bytes: &[u8]) -> ClientResult<u64> {
        let before = self.answered;
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.partial.extend_from_slice(line);
            if line.ends_with(b"\n") {
                self.check()?;
                self.partial.clear();
            }
        }
        Ok(self.answered - before)
    }

    /// The reply that is complete now must be the one that is due.
    fn check(&mut self) -> ClientResult {
        let line = &self.partial[..self.partial.len() - 1];
        let pending = self.requests.pop_front();
        if pending.as_ref().is_some_and(|(request, _)| request.reply.as_bytes() == line) {
            self.answered += 1;
            return Ok(());
        }
        // Only a new connection is rejected.
        if self.answered == 0 && line == FULL.as_bytes() {
            return Err(ClientError::Rejected);
        }
        let received = quote(line, SHOWN);
        let Some((Request { line, reply }, _)) = pending else {
            return Err(format!("a line that no request had asked for: {received}").into());
        };
        Err(format!("a wrong reply to {}: {received} instead of \"{reply}\"", quote(&line, SHOWN)).into())
    }

    /// What it means that the stream has ended, or was reset.
    ///
    /// A client that has had one reply was accepted. On one machine a write puts the bytes straight into the peer's buffer, so
    /// all that was written before SIGTERM was there to be read, and is owed a reply.
    pub(crate) fn closed(&self, shutting_down: bool) -> ClientError {
        let owed = self.requests.iter().filter(|(_, owed)| *owed).count();
        if !self.partial.is_empty() {
            format!("a reply was cut off after {}", quote(&self.partial, SHOWN)).into()
        } else if !shutting_down {
            format!("the server closed the connection, after {} replies", self.answered).into()
        } else if owed > 0 && self.answered > 0 {
            format!(
                "{owed} replies were lost at the end, though requested before the server was sent SIGTERM; {} was due",
                self.next_due()
            )
            .into()
        } else {
            ClientError::ShuttingDown
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pending with these requests, each answered by its own text.
    fn pending(requests: &[(&str, bool)]) -> PendingReplies {
        let mut pending = PendingReplies::default();
        for (text, owed) in requests {
            let request = Request { line: format!("{text}\n").into(), reply: (*text).to_owned() };
            pending.push(request, *owed);
        }
        pending
    }

    fn violation(outcome: ClientError) -> String {
        let ClientError::Violation(what) = outcome else { panic!("{outcome:?} is not wrong") };
        what
    }

    #[test]
    fn right_replies_are_counted_in_whatever_pieces_they_come() {
        let mut pending = pending(&[("1", true), ("25", true)]);
        assert_eq!(
            ["1", "\n2", "5", "\n"].map(|piece| pending.receive(piece.as_bytes())),
            [0, 1, 0, 1].map(Ok)
        );
        assert!(pending.is_empty());
    }

    #[test]
    fn a_wrong_reply_an_unrequested_one_and_a_late_rejection_are_violations() {
        for (replies, expected) in [
            ("2\n", r#"a wrong reply to "1\n": "2" instead of "1""#),
            ("25\n1\n", r#"a wrong reply to "1\n": "25" instead of "1""#),
            ("1\n25\n25\n", r#"a line that no request had asked for: "25""#),
            ("1\nbusy: the server is full, try again later\n", "a wrong reply to \"25\\n\": "),
        ] {
            let log =
                violation(pending(&[("1", true), ("25", true)]).receive(replies.as_bytes()).unwrap_err());
            assert!(log.starts_with(expected), "{log}");
        }
    }

    #[test]
    fn a_new_connection_may_be_rejected() {
        let refused = pending(&[("1", true)]).receive(format!("{FULL}\n").as_bytes());
        assert_eq!(refused, Err(ClientError::Rejected));
    }

    #[test]
    fn a_request_before_sigterm_on_an_accepted_connection_is_owed_a_reply_and_no_other() {
        let mut accepted = pending(&[("1", true), ("2", true), ("3", false)]);
        accepted.receive(b"1\n").unwrap();
        assert!(violation(accepted.closed(true)).ends_with(r#"; the reply to "2\n" was due"#));
        accepted.receive(b"2\n").unwrap();
        assert_eq!(accepted.closed(true), ClientError::ShuttingDown);
        assert_eq!(pending(&[("1", true)]).closed(true), ClientError::ShuttingDown);
    }

    #[test]
    fn a_cut_reply_is_a_violation_at_any_time_and_an_end_while_the_server_runs() {
        let mut cut = pending(&[("25", false)]);
        cut.receive(b"2").unwrap();
        assert!(violation(cut.closed(true)).contains("cut off"));
        assert!(violation(pending(&[]).closed(false)).contains("closed the connection"));
    }
}
