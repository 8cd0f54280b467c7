//! How a check on a connection fails, and what the message says of it.

use super::{
    super::{
        failure::{Difference, Failure},
        record::ENDLESS,
        threads::SPINNING,
    },
    TestConnection,
};
use std::{
    any::{Any, TypeId},
    io::{self, Read as _},
    time::{Duration, Instant},
};
use support::lock;

/// How long a silence has to be to count as the end of it. Nobody whose code is right ever waits for this.
const SILENCE: Duration = Duration::from_millis(100);

impl<T: Send + 'static> TestConnection<T> {
    /// Takes what else comes until there are so many bytes. So the message shows the whole of what was said, and the same
    /// each time, however it was cut up on the way.
    pub(crate) fn read_on(&self, received: &mut Vec<u8>, most: usize) {
        let mut buffer = [0; 4096];
        while received.len() < most && Instant::now() < self.deadline() {
            let room = buffer.len().min(most - received.len());
            let _ = self.stream.set_read_timeout(Some(SILENCE));
            let Ok(count @ 1..) = (&self.stream).read(&mut buffer[..room]) else {
                return;
            };
            lock(&self.record).transcript.received(&buffer[..count]);
            received.extend_from_slice(&buffer[..count]);
        }
    }

    /// The learner's code said less, or something else, than was expected.
    pub(super) fn differs(&self, expected: &[u8], received: &[u8], ended: bool) -> ! {
        let what = if ended {
            "your code ended the connection too early"
        } else {
            "your code sent other bytes than expected"
        };
        self.throw(Failure {
            difference: Some(Difference::of_bytes(expected, received)),
            ..Failure::new(what)
        })
    }

    /// Nothing more comes.
    pub(super) fn silent(&self, expected: &[u8], received: &[u8]) -> ! {
        let what = format!("{} took too long: nothing more arrived", lock(&self.record).step);
        let difference = (!expected.is_empty()).then(|| Difference::of_bytes(expected, received));
        self.throw(Failure { difference, hangs: true, ..Failure::new(what) })
    }

    pub(super) fn hang(&self) -> ! {
        let what = format!("{} took too long", lock(&self.record).step);
        self.throw(Failure { hangs: true, ..Failure::new(what) })
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
        let is_over = || Instant::now() >= self.deadline();
        self.watch.seen().reads == 0
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
        while self.watch.seen().zero_reads > counted && Instant::now() < self.deadline() {
            counted = self.watch.seen().zero_reads;
            let soon = Instant::now() + SHOW_WHY;
            if self.watch.wait_until(soon.min(self.deadline()), |seen| seen.closed) {
                break;
            }
        }
        let seen = self.watch.seen();
        let timeout = match seen.closed {
            true if seen.panicked => self.time_left(),
            true if is_known_result::<T>() => SHOW_WHY.min(self.time_left()),
            _ => Duration::ZERO,
        };
        match self.outcome.recv_timeout(timeout) {
            Ok(Err(earlier)) => Failure { difference: failure.difference, ..earlier }.throw(),
            Ok(Ok(value)) => match error_in(&value) {
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

/// How long code that has failed already may take to show why. Nobody whose code is right waits for this.
const SHOW_WHY: Duration = Duration::from_secs(1);

/// The error in what the learner's code returned, if that is a result as exercises have it.
fn error_in(value: &dyn Any) -> Option<&io::Error> {
    fn is<V: 'static>(value: &dyn Any) -> Option<&io::Error> {
        value.downcast_ref::<io::Result<V>>()?.as_ref().err()
    }
    [is::<()>, is::<u64>, is::<usize>, is::<Vec<usize>>].iter().find_map(|is| is(value))
}

/// Whether [`error_in`] knows this type.
fn is_known_result<T: 'static>() -> bool {
    [
        TypeId::of::<io::Result<()>>(),
        TypeId::of::<io::Result<u64>>(),
        TypeId::of::<io::Result<usize>>(),
        TypeId::of::<io::Result<Vec<usize>>>(),
    ]
    .contains(&TypeId::of::<T>())
}

#[cfg(test)]
mod tests {
    use crate::{Exercise, TestConnection};
    use std::io::Write as _;

    const TEST: Exercise = Exercise { name: "test", read: "nothing" };

    #[test]
    fn what_is_sent_in_pieces_is_read_to_its_end_or_to_a_limit() {
        TEST.check("a requirement.", "a cause.", || {
            let connection = TestConnection::with(|mut tap| {
                b"all of it".iter().try_for_each(|byte| tap.write_all(&[*byte]))
            });
            let mut received = Vec::new();
            connection.read_on(&mut received, 3);
            assert_eq!(received, b"all");
            connection.read_on(&mut received, 100);
            assert_eq!(received, b"all of it");
        });
    }
}
