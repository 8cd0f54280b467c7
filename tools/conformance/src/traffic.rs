//! What passes between a check and the server, over one or several connections.

use std::{cell::RefCell, rc::Rc};
use support::Transcript;

/// The transcript of a check, which its clients share.
#[derive(Debug, Clone, Default)]
pub(crate) struct Traffic(Rc<RefCell<Recorded>>);

#[derive(Debug, Default)]
struct Recorded {
    transcript: Transcript,
    /// Which client the last steps were of.
    speaker: usize,
}

impl Traffic {
    pub(crate) fn note(&self, client: usize, note: impl Into<String>) {
        self.record(client, |transcript| transcript.note(note));
    }

    /// Adds a step. Where several clients talk, a line says whose steps follow.
    pub(crate) fn record(&self, client: usize, step: impl FnOnce(&mut Transcript)) {
        let Recorded { transcript, speaker } = &mut *self.0.borrow_mut();
        if *speaker != client {
            if client > 1 || *speaker > 0 {
                transcript.note(format!("client {client}:"));
            }
            *speaker = client;
        }
        step(transcript);
    }

    /// Forgets what has gone well: a message is about what comes from here on.
    pub(crate) fn clear(&self) {
        *self.0.borrow_mut() = Recorded::default();
    }

    pub(crate) fn with<T>(&self, read: impl FnOnce(&Transcript) -> T) -> T {
        read(&self.0.borrow().transcript)
    }
}
