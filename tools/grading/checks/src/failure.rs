//! What a check has found wrong: in words, which may be those of a panic, and as expected beside received, with a caret under
//! the first difference.

use super::report::print;
use std::{
    any::Any,
    cell::RefCell,
    fmt::{Debug, Display},
    io::{self, ErrorKind},
    net::{SocketAddr, TcpListener},
    panic::{self, AssertUnwindSafe, PanicHookInfo, catch_unwind},
    sync::Once,
    thread,
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
        watch_this_thread();
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
        let words = last_message();
        if is_not_started(&words) {
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

/// What `todo!()` says: the learner has not begun.
const UNWRITTEN: &str = "not yet implemented";

thread_local! {
    /// The last panic of a thread that runs learner's code; nothing on other threads.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
    static WATCHED: RefCell<bool> = const { RefCell::new(false) };
}

/// From here on, a panic of this thread is remembered instead of printed, and one of a thread that the learner's code has
/// started is told in one line. (The checks' own threads have names: those of their tests.)
fn watch_this_thread() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if WATCHED.with_borrow(|watched| *watched) {
                LAST.set(Some(describe(info)));
            } else if thread::current().name().is_none() {
                print(format_args!("A thread that your code started panicked: {}.\n", describe(info)));
            } else {
                usual(info);
            }
        }));
    });
    WATCHED.set(true);
}

/// What this thread's last panic said, and where; for a panic that was caught.
fn last_message() -> String {
    LAST.take().unwrap_or_else(|| "without a message".into())
}

/// Whether these are the last words of code that is not written yet.
pub(crate) fn is_not_started(words: &str) -> bool {
    words.starts_with(UNWRITTEN)
}

fn describe(info: &PanicHookInfo<'_>) -> String {
    let message = info.payload_as_str().unwrap_or_default();
    match info.location() {
        Some(place) => format!("{message} ({}, line {})", file_name(place.file()), place.line()),
        None => message.to_owned(),
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{env, process::Command};

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

    #[test]
    fn a_panic_of_a_thread_that_nobody_watches_is_told_in_one_line() {
        const INSIDE: &str = "GRADE_PANICS";
        if env::var_os(INSIDE).is_some() {
            watch_this_thread();
            let _ = thread::spawn(|| panic!("far away")).join();
            return;
        }
        let name = "failure::tests::a_panic_of_a_thread_that_nobody_watches_is_told_in_one_line";
        let mut inside = Command::new(env::current_exe().unwrap());
        inside.args([name, "--exact", "--nocapture"]).env(INSIDE, "").env("RUST_BACKTRACE", "1");
        let told = String::from_utf8(inside.output().unwrap().stderr).unwrap();
        assert!(
            told.starts_with("A thread that your code started panicked: far away (failure.rs, line "),
            "{told}"
        );
        assert_eq!(told.lines().count(), 1, "{told}");
    }
}
