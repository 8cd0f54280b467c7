//! What a check has found wrong: in words, and as expected beside received, with a caret under the first difference.

use super::panics;
use std::{
    any::Any,
    fmt::{Debug, Display},
    io::{self, ErrorKind},
    net::{SocketAddr, TcpListener},
    panic::{self, AssertUnwindSafe, catch_unwind},
};
use support::Difference;

/// What is wrong, before it is put into a message.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    /// What happened instead of what was promised, in words.
    pub(crate) what: String,
    pub(crate) difference: Option<Difference>,
    /// The learner's code never came back.
    pub(crate) hangs: bool,
    /// The learner's code ended with a message of its own: a panic or an error.
    pub(crate) own_message: bool,
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), difference: None, hangs: false, own_message: false }
    }

    /// Of code that does not come back.
    pub(crate) fn hanging(what: impl Into<String>) -> Self {
        Self { hangs: true, ..Self::new(what) }
    }

    /// Of code that said something else than it should.
    pub(crate) fn differing(what: impl Into<String>, difference: Difference) -> Self {
        Self { difference: Some(difference), ..Self::new(what) }
    }

    /// Runs code that may be the learner's; from here on, the panics of this thread are remembered and not printed.
    pub(crate) fn catch<T>(code: impl FnOnce() -> T) -> Result<T, Self> {
        panics::watch_this_thread();
        catch_unwind(AssertUnwindSafe(code)).map_err(|thrown| Self::thrown(thrown.as_ref()))
    }

    /// Ends the check with this failure. It is no panic of anybody's code, so no hook hears of it.
    pub(crate) fn throw(self) -> ! {
        panic::resume_unwind(Box::new(self))
    }

    /// What was thrown on this thread: by a check, or by the learner's code. Code that is not written yet speaks for itself.
    fn thrown(thrown: &(dyn Any + Send)) -> Self {
        if let Some(failure) = thrown.downcast_ref::<Self>() {
            return failure.clone();
        }
        let words = panics::last_message();
        if panics::is_not_started(&words) {
            return Self::new(words);
        }
        Self { own_message: true, ..Self::new(format!("your code panicked: {words}")) }
    }
}

/// Ends the check: this is what happened instead of what was promised.
pub fn fail(what: impl Into<String>) -> ! {
    Failure::new(what).throw()
}

/// Ends the check unless both are the same. `what` names it: ``the address in `[::1]:80` ``.
pub fn same<T: PartialEq + Debug>(what: &str, received: &T, expected: &T) {
    if received != expected {
        is_another(what, Difference::of_text(&format!("{expected:?}"), &format!("{received:?}")))
    }
}

/// Ends the check unless both are the same bytes, which the message shows with escapes, and of many only those around
/// the first difference.
pub fn same_bytes(what: &str, received: impl AsRef<[u8]>, expected: impl AsRef<[u8]>) {
    let (received, expected) = (received.as_ref(), expected.as_ref());
    if received != expected {
        is_another(what, Difference::of_bytes(expected, received))
    }
}

fn is_another(what: &str, difference: Difference) -> ! {
    Failure::differing(format!("{what} is not what it should be"), difference).throw()
}

/// Ends the check unless the learner's code returned the error of this kind that a connection of the check has made. Such
/// an error is a kind and nothing else, so one that has more in it is another.
pub fn same_error<T: PartialEq + Debug>(outcome: io::Result<T>, kind: ErrorKind) {
    let other = outcome.as_ref().err().filter(|error| error.get_ref().is_some()).map(ToString::to_string);
    same("what your code returned", &outcome.map_err(|error| error.kind()), &Err(kind));
    if let Some(words) = other {
        fail(format!(
            "the error was \"{kind}\", and your code returned another one of the same kind: {words}"
        ))
    }
}

/// What a call of the learner's code returned; an error ends the check. `call` names it: `` `listen` ``.
pub fn value_of<T, E: Display>(call: &str, outcome: Result<T, E>) -> T {
    outcome.unwrap_or_else(|error| {
        Failure { own_message: true, ..Failure::new(format!("{call} returned an error: {error}")) }.throw()
    })
}

/// Where this listener listens.
pub fn address_of(listener: &TcpListener) -> SocketAddr {
    value_of("`local_addr`", listener.local_addr())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::catch_unwind;

    #[test]
    fn only_the_error_itself_is_the_same_error() {
        let is_same = |outcome: fn() -> io::Result<u8>| {
            catch_unwind(|| same_error(outcome(), ErrorKind::TimedOut)).is_ok()
        };
        assert!(is_same(|| Err(ErrorKind::TimedOut.into())));
        assert!(!is_same(|| Err(ErrorKind::Other.into())));
        assert!(!is_same(|| Err(io::Error::new(ErrorKind::TimedOut, "cannot read"))));
        assert!(!is_same(|| Ok(1)));
    }
}
