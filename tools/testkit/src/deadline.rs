//! Waiting for what will happen soon, and how a step is put into words that fails or whose deadline passes.

use std::{io, sync::mpsc, thread, time::Duration};
use support::{is_timeout, poll_until, quote};

/// How long anything may take before a test calls it broken.
///
/// It only bounds failure: no test that succeeds waits for it, so it can be far above what a busy machine needs.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// Waits until `condition` holds; panics with `what` when it does not within the [`DEADLINE`].
#[track_caller]
pub fn eventually(what: &str, condition: impl FnMut() -> bool) {
    assert!(poll_until(DEADLINE, condition), "still not true after {DEADLINE:?}: {what}");
}

/// Does this on a thread of its own, and returns what it returns; panics with `what` when that takes longer than the
/// [`DEADLINE`], and when it panics itself.
#[track_caller]
pub fn within_deadline<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, outcome) = mpsc::channel();
    thread::spawn(move || done.send(work()));
    outcome.recv_timeout(DEADLINE).unwrap_or_else(|error| panic!("no outcome ({error}): {what}"))
}

/// The system's words, except that a passed deadline reads the same everywhere.
pub(crate) fn failure(error: &io::Error) -> String {
    if is_timeout(error) { format!("the deadline of {DEADLINE:?} passed") } else { error.to_string() }
}

/// Bytes as they would be written in Rust, long ones cut.
pub(crate) fn shown(bytes: &[u8]) -> String {
    if bytes.is_empty() { "nothing".to_owned() } else { quote(bytes, 200) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{io::ErrorKind, panic};

    #[test]
    fn bytes_are_shown_with_escapes_and_long_ones_are_cut() {
        assert_eq!(shown(b""), "nothing");
        assert_eq!(shown(b"1+2\r\n\x00"), r#""1+2\r\n\x00""#);
        assert_eq!(shown(&[b'x'; 201]), format!("\"{}\"… (201 bytes)", "x".repeat(200)));
    }

    #[test]
    fn work_that_ends_in_time_has_its_outcome_and_work_that_panics_has_none() {
        assert_eq!(within_deadline("a sum", || 1 + 1), 2);
        let panics = || within_deadline("a panic", || panic::resume_unwind(Box::new(())));
        let message = panic::catch_unwind(panics).unwrap_err().downcast::<String>().unwrap();
        assert!(message.ends_with(": a panic"), "{message}");
    }

    #[test]
    fn a_passed_deadline_reads_the_same_on_every_system() {
        for kind in [ErrorKind::WouldBlock, ErrorKind::TimedOut] {
            assert_eq!(failure(&kind.into()), "the deadline of 30s passed");
        }
    }
}
