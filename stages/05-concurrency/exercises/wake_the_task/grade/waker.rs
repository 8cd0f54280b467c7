//! A waker that has the reply sent while `poll` clones it: between what `poll` does before and what it does after.

use checks::{let_others_run, lock};
use cooked_waker::{IntoWaker as _, Wake, WakeRef};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    task::Waker,
    thread::{self, JoinHandle},
};

/// A sender that sends during a poll, and whether its task was woken.
#[derive(Clone, Default)]
pub(crate) struct SendsDuringPoll(Arc<State>);

#[derive(Default)]
struct State {
    /// What is done when the waker is cloned for the first time.
    send: Mutex<Option<Box<dyn FnOnce() + Send>>>,
    sending: Mutex<Option<JoinHandle<()>>>,
    woken: AtomicBool,
}

impl SendsDuringPoll {
    pub(crate) fn new(send: impl FnOnce() + Send + 'static) -> Self {
        let this = Self::default();
        *lock(&this.0.send) = Some(Box::new(send));
        this
    }

    pub(crate) fn waker(&self) -> Waker {
        Box::new(SendsWhenCloned(self.clone())).into_waker()
    }

    /// Sends, unless that was done, and waits until `send` has returned; whether the task was woken.
    pub(crate) fn was_woken(&self) -> bool {
        self.send();
        let sending = lock(&self.0.sending).take();
        // A panic in it has its own message, and wakes nobody.
        let _ = sending.map(JoinHandle::join);
        self.0.woken.load(Ordering::SeqCst)
    }

    /// Has another thread send, and waits until it has, or waits for a lock of the code under test.
    fn send(&self) {
        let send = lock(&self.0.send).take();
        if let Some(send) = send {
            *lock(&self.0.sending) = Some(thread::spawn(send));
            let_others_run();
        }
    }
}

/// In a box of its own for each clone, as `cooked_waker` wants it. (A clone of an `Arc` calls no code of ours.)
struct SendsWhenCloned(SendsDuringPoll);

impl Clone for SendsWhenCloned {
    fn clone(&self) -> Self {
        self.0.send();
        Self(self.0.clone())
    }
}

impl WakeRef for SendsWhenCloned {
    fn wake_by_ref(&self) {
        self.0.0.woken.store(true, Ordering::SeqCst);
    }
}

impl Wake for SendsWhenCloned {}
