//! What a check has found wrong.

use super::difference::Difference;
use std::{
    fmt::{Debug, Display},
    panic,
};

/// What is wrong, before it is put into a letter.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    /// What happened instead of what was promised, in words.
    pub(crate) what: String,
    pub(crate) difference: Option<Difference>,
    /// The learner's code never came back.
    pub(crate) hangs: bool,
    /// The learner's code ended with a message of its own: a panic or an error.
    pub(crate) own_words: bool,
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), difference: None, hangs: false, own_words: false }
    }

    /// Ends the check with this failure. It is no panic of anybody's code, so no hook hears of it.
    pub(crate) fn throw(self) -> ! {
        panic::resume_unwind(Box::new(self))
    }
}

/// Ends the check: this is what happened instead of what was promised.
pub fn fail(what: impl Into<String>) -> ! {
    Failure::new(what).throw()
}

/// Ends the check unless both are the same. `what` names it: ``the address in `[::1]:80` ``.
pub fn same<T: PartialEq + Debug>(what: &str, received: &T, expected: &T) {
    if received != expected {
        let difference = Difference::of_text(&format!("{expected:?}"), &format!("{received:?}"));
        Failure { difference: Some(difference), ..Failure::new(format!("{what} is not what it should be")) }
            .throw()
    }
}

/// Ends the check unless both are the same bytes, which the letter shows with escapes, and of many only those around
/// the first difference.
pub fn same_bytes(what: &str, received: impl AsRef<[u8]>, expected: impl AsRef<[u8]>) {
    let (received, expected) = (received.as_ref(), expected.as_ref());
    if received != expected {
        let difference = Difference::of_bytes(expected, received);
        Failure { difference: Some(difference), ..Failure::new(format!("{what} is not what it should be")) }
            .throw()
    }
}

/// What a call of the learner's code returned; an error ends the check. `call` names it: `` `listen` ``.
pub fn value_of<T, E: Display>(call: &str, outcome: Result<T, E>) -> T {
    outcome.unwrap_or_else(|error| {
        Failure { own_words: true, ..Failure::new(format!("{call} returned an error: {error}")) }.throw()
    })
}
