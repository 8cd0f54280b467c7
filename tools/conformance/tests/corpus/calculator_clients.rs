//! Faults that show when there are several clients, or when one breaks its connection.

use super::faults::Fault;
use std::{
    net::{Shutdown, TcpStream},
    sync::{
        Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering},
    },
};
use support::lock;

/// How many clients a server has place for that has too few.
const PLACES: usize = 40;

/// How many connections a server can have at once whose limit of open files is low: more than a hundred clients need.
const DESCRIPTORS: usize = 120;

/// How many clients a server has had when a counter of its is full: more than come to it before the last section.
const CLIENTS: usize = 1_200;

/// Up to here a server takes the latest client for the only one. In a burst, chance would decide who that is.
const FEW: usize = 10;

/// What the connections of a server share.
#[derive(Default)]
pub(crate) struct Clients {
    connected: AtomicUsize,
    fragment: Mutex<()>,
    served: Mutex<Vec<TcpStream>>,
    /// What is in a shared buffer.
    pub(crate) left: Mutex<Vec<u8>>,
}

/// A connection that counts until it ends.
pub(crate) struct Counted<'a>(&'a Clients);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.connected.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Clients {
    /// Counts a new connection. An error is what the server says to a client that it does not serve.
    pub(crate) fn connect(&self, fault: Option<Fault>, number: usize) -> Result<Counted<'_>, &'static [u8]> {
        let others = self.connected.fetch_add(1, Ordering::Relaxed);
        let counted = Counted(self);
        match fault {
            Some(Fault::HasFewPlaces) if others >= PLACES => return Err(b"busy: all places are taken\n"),
            Some(Fault::RunsOutOfDescriptors) if others >= DESCRIPTORS => return Err(b""),
            Some(Fault::ServesTwelveHundredClients) if number > CLIENTS => return Err(b""),
            Some(Fault::ServesTheLatestClient) if number <= FEW => self.close_served(),
            _ => {}
        }
        Ok(counted)
    }

    fn close_served(&self) {
        for stream in lock(&self.served).drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// A connection has broken.
    pub(crate) fn break_off(&self, fault: Option<Fault>, progress: &Progress) {
        if fault == Some(Fault::ClosesAllAfterAReset) && progress.fragment == b"1+" {
            self.close_served();
        }
    }

    /// Held by the connection whose line is not complete, if the server waits for the rest.
    pub(crate) fn wait_for_the_rest(&self, fault: Option<Fault>) -> Option<MutexGuard<'_, ()>> {
        (fault == Some(Fault::WaitsForTheRestOfALine)).then(|| lock(&self.fragment))
    }

    /// A client is about to get this number of replies.
    pub(crate) fn serve(&self, fault: Option<Fault>, stream: &TcpStream, replies: usize) {
        let is_kept = match fault {
            // Clients that connect and pipeline requests at the same moment come in any order.
            Some(Fault::ServesTheLatestClient) => replies == 1,
            Some(Fault::ClosesAllAfterAReset) => replies > 0,
            _ => false,
        };
        if is_kept {
            lock(&self.served).extend(stream.try_clone());
        }
    }
}

/// What a connection has been through when it breaks, or its stream ends.
#[derive(Default)]
pub(crate) struct Progress {
    pub(crate) fragment: Vec<u8>,
    pub(crate) last_line: Vec<u8>,
    pub(crate) discarded: usize,
}

impl Progress {
    /// Whether a server outlives that this connection breaks.
    pub(crate) fn outlives_an_error(&self, fault: Option<Fault>) -> bool {
        let is_new = self.fragment.is_empty() && self.last_line.is_empty();
        match fault {
            Some(Fault::EndsWithAResetAtOnce) => !is_new,
            Some(Fault::EndsWithAResetWithinALine) => self.fragment != b"1+",
            Some(Fault::EndsWithAFlood) => self.discarded == 0,
            Some(Fault::EndsWithUnreadReplies) => self.last_line != b"sqrt(2)",
            Some(Fault::EndsWithAHalfClosedClient) => self.fragment != b"2+2",
            _ => true,
        }
    }
}
