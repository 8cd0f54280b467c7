//! What the code does while nothing happens: it waits in `poll`.

use crate::event_loop::EventLoop;
use checks::{Wait, fail, let_others_run, step};
use std::{
    thread,
    time::{Duration, Instant},
};

/// A thread that wakes up more often, for nothing, uses a processor.
const SHORTEST_TIMEOUT: Duration = Duration::from_millis(100);

/// How long code may do something else before it waits. Nobody whose code is right waits for this.
const LONG_ENOUGH: Duration = Duration::from_secs(2);

/// Only Linux tells where a thread waits. Elsewhere only a loop that never waits at all is found.
pub(crate) fn waits_in_poll(server: &EventLoop) {
    step("waiting for your code to be done with what it can do");
    if !let_others_run() {
        fail("your code goes on using the processor, although nothing happens");
    }
    let end = Instant::now() + LONG_ENOUGH;
    while let Some(wait) = server.facts(|facts| facts.home_number).and_then(Wait::of) {
        match wait {
            Wait::InPoll { timeout: Some(timeout) } if timeout < SHORTEST_TIMEOUT => fail(format!(
                "your code waits in `poll` for {timeout:?} at most, and then wakes up, although nothing happens"
            )),
            Wait::InPoll { .. } => return,
            // It may meet another thread at a lock, on its way to `poll`.
            _ if Instant::now() < end => thread::yield_now(),
            _ => fail("your code sleeps, but not in `poll`, which would wake it up when something happens"),
        }
    }
}
