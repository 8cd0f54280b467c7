//! What a client has asked on one connection, what it was answered, and what it is still owed.

use crate::{evidence::Trouble, question::Question};
use std::collections::VecDeque;
use support::quote;

/// What a newcomer is told for whom there is no room.
pub(crate) const FULL: &str = "busy: the server is full, try again later";

/// How much of a request is shown.
const SHOWN: usize = 60;

/// The account of one connection.
#[derive(Default)]
pub(crate) struct Ledger {
    asked: VecDeque<Asked>,
    /// The beginning of a reply.
    begun: Vec<u8>,
    answered: u64,
}

struct Asked {
    question: Question,
    /// It had been written when the server was not yet told to stop.
    owed: bool,
}

impl Ledger {
    pub(crate) fn ask(&mut self, question: Question, owed: bool) {
        self.asked.push_back(Asked { question, owed });
    }

    /// Whether every question has its reply.
    pub(crate) fn is_settled(&self) -> bool {
        self.asked.is_empty()
    }

    /// What has to come next.
    pub(crate) fn due(&self) -> String {
        let end = || "the end of the stream".to_owned();
        self.asked
            .front()
            .map_or_else(end, |asked| format!("the reply to {}", quote(&asked.question.line, SHOWN)))
    }

    /// Compares what has come with what was to come; how many replies that were.
    pub(crate) fn receive(&mut self, bytes: &[u8]) -> Result<u64, Trouble> {
        let before = self.answered;
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.begun.extend_from_slice(line);
            if line.ends_with(b"\n") {
                self.check()?;
                self.begun.clear();
            }
        }
        Ok(self.answered - before)
    }

    /// The reply that is complete now must be the right one.
    fn check(&mut self) -> Result<(), Trouble> {
        let line = &self.begun[..self.begun.len() - 1];
        let asked = self.asked.pop_front();
        if asked.as_ref().is_some_and(|asked| asked.question.reply.as_bytes() == line) {
            self.answered += 1;
            return Ok(());
        }
        // Only who has just come is turned away.
        if self.answered == 0 && line == FULL.as_bytes() {
            return Err(Trouble::TurnedAway);
        }
        let came = quote(line, SHOWN);
        Err(Trouble::wrong(match asked {
            Some(Asked { question: Question { line, reply }, .. }) => {
                format!("a wrong reply to {}: {came} instead of \"{reply}\"", quote(&line, SHOWN))
            }
            None => format!("a line that nobody had asked for: {came}"),
        }))
    }

    /// What it means that the stream has ended, or was reset.
    ///
    /// Whoever has been answered once was let in. All it had written by the time the server was told to stop was there
    /// to be read, since on one machine a write puts the bytes straight into the other end's buffer; so it is owed.
    pub(crate) fn end(&self, stopped: bool) -> Trouble {
        let owed = self.asked.iter().filter(|asked| asked.owed).count();
        if !self.begun.is_empty() {
            Trouble::wrong(format_args!("a reply was cut off after {}", quote(&self.begun, SHOWN)))
        } else if !stopped {
            Trouble::wrong(format_args!("the server closed the connection, after {} replies", self.answered))
        } else if owed > 0 && self.answered > 0 {
            Trouble::wrong(format_args!(
                "{owed} replies were lost at the end, though asked for before the server was told to stop; {} was due",
                self.due()
            ))
        } else {
            Trouble::Stopped
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ledger with these questions, each answered by its own text.
    fn ledger(questions: &[(&str, bool)]) -> Ledger {
        let mut ledger = Ledger::default();
        for (text, owed) in questions {
            let question = Question { line: format!("{text}\n").into(), reply: (*text).to_owned() };
            ledger.ask(question, *owed);
        }
        ledger
    }

    fn wrong(outcome: Trouble) -> String {
        let Trouble::Wrong(what) = outcome else { panic!("{outcome:?} is not wrong") };
        what
    }

    #[test]
    fn right_replies_settle_the_account_in_whatever_pieces_they_come() {
        let mut ledger = ledger(&[("1", true), ("25", true)]);
        assert_eq!(
            ["1", "\n2", "5", "\n"].map(|piece| ledger.receive(piece.as_bytes())),
            [0, 1, 0, 1].map(Ok)
        );
        assert!(ledger.is_settled());
    }

    #[test]
    fn a_wrong_reply_an_unasked_one_and_a_late_refusal_are_told() {
        for (replies, expected) in [
            ("2\n", r#"a wrong reply to "1\n": "2" instead of "1""#),
            ("25\n1\n", r#"a wrong reply to "1\n": "25" instead of "1""#),
            ("1\n25\n25\n", r#"a line that nobody had asked for: "25""#),
            ("1\nbusy: the server is full, try again later\n", "a wrong reply to \"25\\n\": "),
        ] {
            let told = wrong(ledger(&[("1", true), ("25", true)]).receive(replies.as_bytes()).unwrap_err());
            assert!(told.starts_with(expected), "{told}");
        }
    }

    #[test]
    fn a_newcomer_may_be_turned_away() {
        let refused = ledger(&[("1", true)]).receive(format!("{FULL}\n").as_bytes());
        assert_eq!(refused, Err(Trouble::TurnedAway));
    }

    #[test]
    fn what_was_asked_in_time_by_who_was_let_in_is_owed_and_nothing_else() {
        let mut let_in = ledger(&[("1", true), ("2", true), ("3", false)]);
        let_in.receive(b"1\n").unwrap();
        assert!(wrong(let_in.end(true)).ends_with(r#"; the reply to "2\n" was due"#));
        let_in.receive(b"2\n").unwrap();
        assert_eq!(let_in.end(true), Trouble::Stopped);
        assert_eq!(ledger(&[("1", true)]).end(true), Trouble::Stopped);
    }

    #[test]
    fn a_cut_reply_is_wrong_at_any_time_and_an_end_while_the_server_lives() {
        let mut cut = ledger(&[("25", false)]);
        cut.receive(b"2").unwrap();
        assert!(wrong(cut.end(true)).contains("cut off"));
        assert!(wrong(ledger(&[]).end(false)).contains("closed the connection"));
    }
}
