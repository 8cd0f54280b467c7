//! Giving the learner's threads the time to do what they have to do.

use super::{TestConnection, processor::Threads};
use std::{sync::mpsc, thread};

/// Returns when the threads that the calling thread has started are done with what they can do now.
///
/// On Linux each of them then sleeps or has ended, however busy the machine is, unless it has a name of its own or
/// never sleeps. Elsewhere they have had several turns.
pub fn let_others_run() {
    take_turns();
    if let Some(threads) = Threads::of_the_caller() {
        threads.settle();
    }
}

impl<T> TestConnection<T> {
    /// Returns when the learner's code and the threads that it has started are done with what they can do now, as
    /// with [`let_others_run`].
    pub fn let_it_run(&self) {
        take_turns();
        self.threads.settle();
    }
}

/// Two threads that call each other take turns with all others.
fn take_turns() {
    let (call, calls) = mpsc::channel();
    let (reply, replies) = mpsc::channel();
    let other = thread::spawn(move || calls.iter().all(|()| reply.send(()).is_ok()));
    for _ in 0..20 {
        let _ = call.send(());
        let _ = replies.recv();
    }
    drop(call);
    let _ = other.join();
}
