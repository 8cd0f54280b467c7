//! How a conversation fails, and what the letter says of it.

use super::{
    super::{
        check::{lock, panicked},
        difference::Difference,
        failure::Failure,
    },
    Talk,
};
use std::{
    io::{self, ErrorKind},
    time::Duration,
};

impl<T: Send + 'static> Talk<T> {
    /// The learner's code said less, or something else, than was expected.
    pub(super) fn differs(&self, expected: &[u8], received: &[u8], ended: bool) -> ! {
        let what =
            if ended { "your code ended the connection too early" } else { "your code sent something else" };
        self.throw(Failure {
            difference: Some(Difference::of_bytes(expected, received)),
            ..Failure::new(what)
        })
    }

    /// Nothing more comes.
    pub(super) fn silent(&self, expected: &[u8], received: &[u8]) -> ! {
        let what = format!("{} took too long: nothing more came", lock(&self.record).step);
        let difference = (!expected.is_empty()).then(|| Difference::of_bytes(expected, received));
        self.throw(Failure { difference, hangs: true, ..Failure::new(what) })
    }

    pub(super) fn hang(&self) -> ! {
        let what = format!("{} took too long", lock(&self.record).step);
        self.throw(Failure { hangs: true, ..Failure::new(what) })
    }

    /// The check's bytes were not taken.
    pub(super) fn unsent(&self, error: &io::Error) -> ! {
        if is_late(error) {
            self.hang();
        }
        self.broken(&[], &[])
    }

    /// A connection to oneself breaks when an end is dropped that has something left to read.
    pub(super) fn broken(&self, expected: &[u8], received: &[u8]) -> ! {
        if !expected.is_empty() {
            self.differs(expected, received, true);
        }
        self.throw(Failure::new("your code ended the connection before it had read everything"))
    }

    /// If the learner's code has panicked, that is why, and the better story.
    pub(super) fn throw(&self, failure: Failure) -> ! {
        let patience = if self.watch.seen().panicked { self.left() } else { Duration::ZERO };
        if let Ok(Err(words)) = self.outcome.recv_timeout(patience) {
            panicked(words).throw()
        }
        failure.throw()
    }
}

/// Whether a deadline has passed.
pub(super) fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}
