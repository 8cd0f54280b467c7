//! What the code under test was seen to do.

use checks::lock;
use std::{
    collections::HashSet,
    sync::{Condvar, Mutex},
    thread::{self, ThreadId},
};

/// What was seen, and who waits for more.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) facts: Mutex<Facts>,
    pub(crate) changed: Condvar,
}

#[derive(Default)]
pub(crate) struct Facts {
    /// The thread that called `serve`.
    pub(crate) home: Option<ThreadId>,
    /// The system's number of that thread, where the system tells.
    pub(crate) home_number: Option<u32>,
    /// Another thread was used.
    pub(crate) elsewhere: bool,
    /// The clients to whom a write would have blocked. They are numbered from 1 as they come.
    pub(crate) full: HashSet<usize>,
    /// How many bytes were written, to all clients.
    pub(crate) written: usize,
    /// The clients whose connection was dropped.
    pub(crate) gone: HashSet<usize>,
    /// `next` has returned None.
    pub(crate) told_the_end: bool,
    /// The code has dropped the listener, as it does when it returns or panics.
    pub(crate) over: bool,
}

impl Seen {
    pub(crate) fn change(&self, change: impl FnOnce(&mut Facts)) {
        change(&mut lock(&self.facts));
        self.changed.notify_all();
    }

    pub(crate) fn called(&self) {
        self.change(|facts| facts.elsewhere |= facts.home != Some(thread::current().id()));
    }
}
