//! The roster: the connections that threads are busy with, so that all of them can be told that it is over.

use crate::lock::lock;
use std::{
    collections::HashMap,
    net::{Shutdown, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

#[derive(Default)]
pub(crate) struct Roster {
    closing: AtomicBool,
    streams: Mutex<HashMap<usize, Arc<TcpStream>>>,
}

/// A connection that stands in the roster. Dropping it strikes it out, also when a panic does the dropping.
pub(crate) struct Entry {
    roster: Arc<Roster>,
    pub(crate) stream: Arc<TcpStream>,
}

impl Roster {
    pub(crate) fn enter(self: &Arc<Self>, stream: TcpStream) -> Entry {
        let stream = Arc::new(stream);
        lock(&self.streams).insert(key(&stream), Arc::clone(&stream));
        Entry { roster: Arc::clone(self), stream }
    }

    /// Ends the input of every connection, which wakes the threads that wait for some.
    pub(crate) fn end_all_input(&self) {
        self.closing.store(true, Ordering::SeqCst);
        for stream in lock(&self.streams).values() {
            // It may have been closed by the other end in this very moment.
            let _ = stream.shutdown(Shutdown::Read);
        }
    }

    /// Whether an end of input is our doing.
    pub(crate) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::SeqCst)
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        lock(&self.roster.streams).remove(&key(&self.stream));
    }
}

/// The place of a connection in memory, which no two have at the same time.
fn key(stream: &Arc<TcpStream>) -> usize {
    Arc::as_ptr(stream).addr()
}
