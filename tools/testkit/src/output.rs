//! What a program prints, gathered while it runs.

use crate::DEADLINE;
use std::{
    io::Read,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

/// Everything that has come out of one of a program's pipes.
#[derive(Clone, Default)]
pub(crate) struct Output(Arc<(Mutex<Heard>, Condvar)>);

#[derive(Default)]
struct Heard {
    bytes: Vec<u8>,
    ended: bool,
}

impl Output {
    /// Reads the pipe until its end, whether anyone asks or not: a program would stall at a full one.
    pub(crate) fn of(mut pipe: impl Read + Send + 'static) -> Self {
        let output = Self::default();
        let gathered = output.clone();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = pipe.read(&mut buffer) {
                gathered.add(|heard| heard.bytes.extend(&buffer[..count]));
            }
            gathered.add(|heard| heard.ended = true);
        });
        output
    }

    /// What nobody reads: nothing will come.
    #[cfg(unix)]
    pub(crate) fn nothing() -> Self {
        let output = Self::default();
        output.add(|heard| heard.ended = true);
        output
    }

    /// All of it so far.
    pub(crate) fn text(&self) -> String {
        self.lock().text()
    }

    /// Waits until `look` finds something; nothing when it ends, or the deadline passes, without.
    pub(crate) fn wait_for<T>(&self, look: impl Fn(&str) -> Option<T>) -> Option<T> {
        let waiting = |heard: &mut Heard| look(&heard.text()).is_none() && !heard.ended;
        let waited = self.0.1.wait_timeout_while(self.lock(), DEADLINE, waiting);
        look(&waited.unwrap_or_else(PoisonError::into_inner).0.text())
    }

    /// Waits until the program can print no more.
    pub(crate) fn wait_for_end(&self) {
        self.wait_for(|_| None::<()>);
    }

    fn add(&self, change: impl FnOnce(&mut Heard)) {
        change(&mut self.lock());
        self.0.1.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Heard {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}
