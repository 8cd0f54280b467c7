//! The end of a conversation: what the learner's code returns, or how the check fails, and what the message says of it.

use super::TestConnection;
use crate::{
    failure::Failure,
    record::{ENDLESS, Record},
    threads::SPINNING,
};
use std::{
    any::{Any, TypeId},
    io,
    sync::{Arc, Mutex, mpsc},
    time::Duration,
};
use support::{Difference, lock};

/// How often is looked whether code that does not return spins.
const LOOK: Duration = Duration::from_millis(250);

/// How long code that has failed already may take to show why. Nobody whose code is right waits for this.
const SHOW_WHY: Duration = Duration::from_secs(1);

/// What is left of a conversation after a reset.
pub struct Reset<T> {
    pub(super) outcome: mpsc::Receiver<Result<T, Failure>>,
    pub(super) record: Arc<Mutex<Record>>,
}

impl<T> Reset<T> {
    /// What the learner's code returned.
    pub fn finish(self) -> T {
        ended(&self.record, &self.outcome, "waiting for your code to return after the reset", || false)
    }
}

/// Waits for what the learner's code returns. If it panicked, or spins, that is the failure.
pub(crate) fn ended<T>(
    record: &Mutex<Record>,
    outcome: &mpsc::Receiver<Result<T, Failure>>,
    step: &str,
    spins: impl Fn() -> bool,
) -> T {
    step.clone_into(&mut lock(record).step);
    let too_long = || Failure::hanging(format!("{step} took too long"));
    let deadline = Arc::clone(&lock(record).deadline);
    let ended = deadline.wait(|left| match outcome.recv_timeout(left.min(LOOK)) {
        Ok(ended) => Some(ended),
        Err(_) if spins() => {
            lock(record).observed.reads_after_end = ENDLESS;
            let what = "your code keeps running in a loop after the end of its input";
            Some(Err(Failure::hanging(what)))
        }
        Err(mpsc::RecvTimeoutError::Timeout) => None,
        Err(mpsc::RecvTimeoutError::Disconnected) => Some(Err(too_long())),
    });
    ended.unwrap_or_else(|| Err(too_long())).unwrap_or_else(|failure| failure.throw())
}

impl<T: Send + 'static> TestConnection<T> {
    /// The learner's code said less, or something else, than was expected.
    pub(super) fn differs(&self, expected: &[u8], received: &[u8], ended: bool) -> ! {
        let what = if ended {
            // The code may have shut the connection down and not returned yet; what it returns says why.
            self.watch.wait_until(&self.deadline().after(SHOW_WHY), |seen| seen.closed);
            "your code ended the connection too early"
        } else {
            "your code sent other bytes than expected"
        };
        self.throw(Failure::differing(what, Difference::of_bytes(expected, received)))
    }

    /// Nothing more comes.
    pub(super) fn silent(&self, expected: &[u8], received: &[u8]) -> ! {
        let what = format!("{} took too long: nothing more arrived", lock(&self.record).step);
        let difference = (!expected.is_empty()).then(|| Difference::of_bytes(expected, received));
        self.throw(Failure { difference, ..Failure::hanging(what) })
    }

    pub(super) fn hang(&self) -> ! {
        let what = format!("{} took too long", lock(&self.record).step);
        self.throw(Failure::hanging(what))
    }

    /// A connection to oneself breaks when an end is dropped that has something left to read.
    pub(super) fn broken(&self, expected: &[u8], received: &[u8]) -> ! {
        if !expected.is_empty() {
            self.differs(expected, received, true);
        }
        self.throw(Failure::new("your code ended the connection before it had read everything"))
    }

    /// Whether the code computes on and on after the end of an input that no tap sees it read.
    pub(super) fn spins(&self) -> bool {
        let since = |start| self.threads.processor_time().saturating_sub(start);
        // On a busy machine the check's time may be over before the code has got so much of a processor's.
        let is_over = || self.deadline().has_passed();
        self.seen().reads == 0
            && self
                .at_end
                .is_some_and(|start| since(start) > SPINNING || (is_over() && self.threads.run_on()))
    }

    /// If something else ended the learner's code, that is why, and the better story.
    pub(super) fn throw(&self, failure: Failure) -> ! {
        if failure.hangs && self.spins() {
            lock(&self.record).observed.reads_after_end = ENDLESS;
        }
        // Either such reads go on until the tap ends them, however slowly, or they do not.
        let mut counted = 1;
        while self.seen().zero_reads > counted && !self.deadline().has_passed() {
            counted = self.seen().zero_reads;
            if self.watch.wait_until(&self.deadline().after(SHOW_WHY), |seen| seen.closed) {
                break;
            }
        }
        let seen = self.seen();
        let timeout = match seen.closed {
            true if seen.panicked => self.deadline().left(),
            true if known_results().iter().any(|(id, _)| *id == TypeId::of::<T>()) => {
                self.deadline().after(SHOW_WHY).left()
            }
            _ => Duration::ZERO,
        };
        match self.outcome.recv_timeout(timeout) {
            Ok(Err(earlier)) => Failure { difference: failure.difference, ..earlier }.throw(),
            Ok(Ok(value)) => match known_results().iter().find_map(|(_, error)| error(&value)) {
                Some(error) => {
                    let what = format!("{}: it returned an error ({error})", failure.what);
                    Failure { what, own_message: true, ..failure }.throw()
                }
                None => failure.throw(),
            },
            Err(_) => failure.throw(),
        }
    }
}

/// A type of result that exercises have, and the error in one of it.
type KnownResult = (TypeId, fn(&dyn Any) -> Option<&io::Error>);

fn known_results() -> [KnownResult; 4] {
    fn known<V: 'static>() -> KnownResult {
        (TypeId::of::<io::Result<V>>(), |value| value.downcast_ref::<io::Result<V>>()?.as_ref().err())
    }
    [known::<()>(), known::<u64>(), known::<usize>(), known::<Vec<usize>>()]
}
