//! What a program prints, gathered while it runs, for those who wait for it.

use crate::{lock, wait_while};
use std::{
    io::Read,
    sync::{Arc, Condvar, Mutex},
    thread,
    time::Duration,
};

/// Everything that has come out of one of a program's pipes.
#[derive(Debug, Clone, Default)]
pub struct Output(Arc<(Mutex<Received>, Condvar)>);

#[derive(Debug, Default)]
struct Received {
    bytes: Vec<u8>,
    ended: bool,
}

impl Output {
    /// Reads the pipe until its end, whether anyone asks or not: a program would stall at a full one.
    #[must_use]
    pub fn of(pipe: impl Read + Send + 'static) -> Self {
        Self::end_of(pipe, usize::MAX)
    }

    /// The same, and keeps only the end: so many bytes, at most twice as many.
    #[must_use]
    pub fn end_of(mut pipe: impl Read + Send + 'static, kept: usize) -> Self {
        let output = Self::default();
        let gathered = output.clone();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = pipe.read(&mut buffer) {
                gathered.change(|Received { bytes, .. }| {
                    bytes.extend(&buffer[..count]);
                    if bytes.len() > kept.saturating_mul(2) {
                        bytes.drain(..bytes.len() - kept);
                    }
                });
            }
            gathered.end();
        });
        output
    }

    /// What nobody reads: nothing will come.
    #[must_use]
    pub fn nothing() -> Self {
        let output = Self::default();
        output.end();
        output
    }

    /// Adds what has come in another way than through the pipe of [`of`](Self::of).
    pub fn push(&self, bytes: &[u8]) {
        self.change(|received| received.bytes.extend(bytes));
    }

    /// Nothing more will come: every wait ends.
    pub fn end(&self) {
        self.change(|received| received.ended = true);
    }

    /// Whether nothing more will come.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        lock(&self.0.0).ended
    }

    /// All of it so far.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        lock(&self.0.0).bytes.clone()
    }

    /// All of it so far; what is not UTF-8 is replaced.
    #[must_use]
    pub fn text(&self) -> String {
        text(&self.bytes())
    }

    /// Waits until `look` finds something in the text; `None` when the output ends, or the timeout passes, without.
    pub fn wait_for<T>(&self, timeout: Duration, look: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.wait_for_bytes(timeout, |bytes| look(&text(bytes)))
    }

    /// The same for all bytes so far.
    pub fn wait_for_bytes<T>(&self, timeout: Duration, look: impl Fn(&[u8]) -> Option<T>) -> Option<T> {
        let waiting = |received: &mut Received| look(&received.bytes).is_none() && !received.ended;
        look(&wait_while(&self.0.1, lock(&self.0.0), timeout, waiting).bytes)
    }

    /// Waits until nothing more will come; whether that was in time.
    #[expect(clippy::must_use_candidate, reason = "the wait may be all that is wanted")]
    pub fn wait_for_end(&self, timeout: Duration) -> bool {
        self.wait_for_bytes(timeout, |_| None::<()>);
        self.has_ended()
    }

    fn change(&self, change: impl FnOnce(&mut Received)) {
        change(&mut lock(&self.0.0));
        self.0.1.notify_all();
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
