//! Polls that are interrupted anywhere: what is done there in two steps is found between them.
//!
//! As many threads as run at the same time poll without a pause, and one more wakes up now and then, to send the replies. The
//! system interrupts one of them for it, wherever that one is.

use crate::exercise::{Reply, reply};
use checks::TimeBudget;
use std::{
    num::NonZeroUsize,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    task::{Context, Poll, Wake, Waker},
    thread::{self, ScopedJoinHandle},
    time::Duration,
};

/// How often one more thread wakes up, unless that takes too long on a busy machine.
pub(crate) const ROUNDS: usize = 200;
pub(crate) const LONG_ENOUGH: Duration = Duration::from_secs(2);

/// More threads than that are only in each other's way.
const MOST_THREADS: usize = 8;

pub(crate) fn threads() -> usize {
    thread::available_parallelism().map_or(2, NonZeroUsize::get).clamp(1, MOST_THREADS)
}

/// Whether a task sleeps although its reply was sent.
pub(crate) fn a_task_sleeps() -> bool {
    let budget = TimeBudget::of(LONG_ENOUGH);
    (1..=ROUNDS).any(|round| !budget.is_spent() && is_missed_by_a_poll(round))
}

/// Sleeps for a moment, so that another thread is interrupted at its end.
pub(crate) fn wake_up_later(round: usize) {
    thread::park_timeout(Duration::from_micros(1 + 7 * (round as u64 % 13)));
}

/// Threads poll again and again, each time with another waker than before, while one more sends their replies.
fn is_missed_by_a_poll(round: usize) -> bool {
    let (polls, sent) = (AtomicUsize::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        let (senders, tasks): (Vec<_>, Vec<_>) = (0..threads())
            .map(|_| {
                let (sender, reply) = reply();
                let (polls, sent) = (&polls, &sent);
                (sender, scope.spawn(move || sleeps_after_polls(reply, polls, sent)))
            })
            .unzip();
        while polls.load(SeqCst) == 0 && !tasks.iter().all(ScopedJoinHandle::is_finished) {
            thread::yield_now();
        }
        wake_up_later(round);
        for sender in senders {
            sender.send(String::new());
        }
        sent.store(true, SeqCst);
        // All of them have to end.
        tasks.into_iter().filter_map(|task| task.join().ok()).filter(|sleeps| *sleeps).count() > 0
    })
}

/// Polls until the reply is ready, or was sent and is missed.
fn sleeps_after_polls(reply: Reply, polls: &AtomicUsize, sent: &AtomicBool) -> bool {
    let (mut future, tasks) = (Box::pin(reply), [Task::new(), Task::new()]);
    for task in tasks.iter().cycle() {
        if task.poll(future.as_mut()).is_ready() {
            break;
        }
        // Sent before or during this poll: so its waker has to be woken by now.
        if sent.load(SeqCst) {
            return !task.is_woken();
        }
        polls.fetch_add(1, SeqCst);
    }
    false
}

/// A waker, and whether it was woken.
pub(crate) struct Task {
    woken: Arc<Woken>,
    waker: Waker,
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, SeqCst);
    }
}

impl Task {
    pub(crate) fn new() -> Self {
        let woken = Arc::<Woken>::default();
        Self { waker: Waker::from(Arc::clone(&woken)), woken }
    }

    pub(crate) fn poll(&self, reply: Pin<&mut Reply>) -> Poll<Option<String>> {
        reply.poll(&mut Context::from_waker(&self.waker))
    }

    pub(crate) fn is_woken(&self) -> bool {
        self.woken.0.load(SeqCst)
    }
}
