//! What is recorded while a check runs, for its message: the traffic between it and the learner's code, and what was seen.

use super::{deadline::Deadline, failure::Failure, report::print};
use std::{
    cell::RefCell,
    net::{Ipv6Addr, UdpSocket},
    sync::{Arc, Mutex},
};
use support::{Transcript, lock};

/// So many reads in a row that gave nothing are a loop without an end. Code that stops makes one, rarely two.
pub(crate) const ENDLESS: u64 = 2_000;

/// So many are one if the code does not come back either.
pub(crate) const SEVERAL: u64 = 3;

/// What explains a failure better than a check's own guess.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Observed {
    /// `read` was called with a buffer of length 0.
    pub(crate) empty_buffer: bool,
    /// How often `read` was called in a row after the end of the input.
    pub(crate) reads_after_end: u64,
    /// How often `read` was called in a row and failed.
    pub(crate) reads_after_error: u64,
    /// A child process did not come to its end.
    pub(crate) slow_child: bool,
    /// A write took so many bytes of so many, and the others were never offered again.
    pub(crate) short_write: Option<(usize, usize)>,
    /// A call was interrupted, and no other was made.
    pub(crate) gave_up_when_interrupted: bool,
}

/// The record of one check.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) transcript: Transcript,
    pub(crate) observed: Observed,
    /// Why an observer has ended the learner's code. What a check takes for the end of a connection may be just that.
    pub(crate) ended: Option<Failure>,
    /// What is being waited for.
    pub(crate) step: String,
    pub(crate) deadline: Arc<Deadline>,
}

thread_local! {
    static CURRENT: RefCell<Option<Arc<Mutex<Record>>>> = const { RefCell::new(None) };
}

/// The record of the check that runs on this thread, or one that nobody reads.
pub(crate) fn current() -> Arc<Mutex<Record>> {
    in_check().unwrap_or_default()
}

/// The record of the check that runs on this thread, if one does.
pub(crate) fn in_check() -> Option<Arc<Mutex<Record>>> {
    CURRENT.with_borrow(Option::clone)
}

/// From here on, this is the record of the check that runs on this thread.
pub(crate) fn enter(record: Arc<Mutex<Record>>) {
    CURRENT.set(Some(record));
}

/// Keeps for the message what was done: what the learner's code was called with, what it was sent.
///
/// A [`TestConnection`](super::TestConnection) keeps what passes by itself; this is for checks without one.
pub fn note(what: impl Into<String>) {
    lock(&current()).transcript.note(what);
}

/// Names what is waited for from here on, as a hang will tell it: `waiting for the third datagram`.
pub fn step(what: &str) {
    what.clone_into(&mut lock(&current()).step);
}

/// Whether this machine has IPv6. If not, it is said on standard error that only IPv4 is checked.
pub fn has_ipv6() -> bool {
    let has = UdpSocket::bind((Ipv6Addr::LOCALHOST, 0)).is_ok();
    if !has {
        print("This machine has no IPv6, so this is checked on IPv4 only.\n");
    }
    has
}
