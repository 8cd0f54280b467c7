//! What a program prints, gathered while it runs.

use crate::lock;
use std::{
    io::Read,
    sync::{Arc, Condvar, Mutex, PoisonError},
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
    pub fn of(mut pipe: impl Read + Send + 'static) -> Self {
        let output = Self::default();
        let gathered = output.clone();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = pipe.read(&mut buffer) {
                gathered.change(|received| received.bytes.extend(&buffer[..count]));
            }
            gathered.change(|received| received.ended = true);
        });
        output
    }

    /// What nobody reads: nothing will come.
    #[must_use]
    pub fn nothing() -> Self {
        let output = Self::default();
        output.change(|received| received.ended = true);
        output
    }

    /// All of it so far.
    #[must_use]
    pub fn text(&self) -> String {
        lock(&self.0.0).text()
    }

    /// Waits until `look` finds something; `None` when the output ends, or the timeout passes, without.
    pub fn wait_for<T>(&self, timeout: Duration, look: impl Fn(&str) -> Option<T>) -> Option<T> {
        let waiting = |received: &mut Received| look(&received.text()).is_none() && !received.ended;
        let waited = self.0.1.wait_timeout_while(lock(&self.0.0), timeout, waiting);
        look(&waited.unwrap_or_else(PoisonError::into_inner).0.text())
    }

    /// Waits until the program can print no more.
    pub fn wait_for_end(&self, timeout: Duration) {
        self.wait_for(timeout, |_| None::<()>);
    }

    fn change(&self, change: impl FnOnce(&mut Received)) {
        change(&mut lock(&self.0.0));
        self.0.1.notify_all();
    }
}

impl Received {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}
