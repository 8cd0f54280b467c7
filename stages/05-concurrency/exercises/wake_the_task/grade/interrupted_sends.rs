//! Sends that are interrupted anywhere: what is done there in two steps is found between them.
//!
//! As many threads as run at the same time send without a pause, and one more wakes up now and then, to poll. The system
//! interrupts one of them for it, wherever that one is.

use crate::{
    exercise::{Reply, ReplySender, reply},
    interruptions::{LONG_ENOUGH, ROUNDS, Task, threads, wake_up_later},
};
use checks::TimeBudget;
use std::{
    pin::Pin,
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    task::{Context, Waker},
    thread::{self, ScopedJoinHandle},
};

/// How many replies a thread sends in a round: so many that it is interrupted several times meanwhile.
const SENDS: usize = 2_000;

/// Whether a task sleeps although its reply was sent.
pub(crate) fn a_task_sleeps() -> bool {
    let budget = TimeBudget::of(LONG_ENOUGH);
    (1..=ROUNDS).any(|round| !budget.is_spent() && is_missed_by_a_send(round))
}

/// Threads send, and one more polls the replies that are being sent.
fn is_missed_by_a_send(round: usize) -> bool {
    let numbers: Vec<_> = (0..threads()).map(|_| AtomicUsize::new(0)).collect();
    let (senders, mut tasks): (Vec<_>, Vec<_>) = numbers.iter().map(|_| waiting_tasks()).unzip();
    thread::scope(|scope| {
        let start = |(senders, number)| scope.spawn(move || send_all(senders, number));
        let sending: Vec<_> = senders.into_iter().zip(&numbers).map(start).collect();
        for visit in round.. {
            wake_up_later(visit);
            for (tasks, number) in tasks.iter_mut().zip(&numbers) {
                tasks[number.load(SeqCst)].poll();
            }
            if sending.iter().all(ScopedJoinHandle::is_finished) {
                break;
            }
        }
        // A panic in one of them has its own message.
        for thread in sending {
            drop(thread.join());
        }
    });
    // By now every sender has sent, or was dropped by a panic.
    tasks.iter().flatten().any(Waiting::sleeps)
}

/// The halves of many replies, each of which a task has polled already.
fn waiting_tasks() -> (Vec<ReplySender>, Vec<Waiting>) {
    let both = (0..SENDS).map(|_| {
        let (sender, reply) = reply();
        let mut reply = Box::pin(reply);
        let _ = reply.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        (sender, Waiting { reply: Some(reply), task: None })
    });
    both.unzip()
}

/// As little as possible besides `send`, so that an interruption is hardly ever elsewhere.
fn send_all(senders: Vec<ReplySender>, sending: &AtomicUsize) {
    for (number, sender) in senders.into_iter().enumerate() {
        sending.store(number, SeqCst);
        sender.send(String::new());
    }
}

/// A task that waits for a reply.
struct Waiting {
    /// None when it was ready: then nobody polls it again.
    reply: Option<Pin<Box<Reply>>>,
    /// The one that has polled it last.
    task: Option<Task>,
}

impl Waiting {
    fn poll(&mut self) {
        let Some(reply) = &mut self.reply else { return };
        let task = Task::new();
        if task.poll(reply.as_mut()).is_ready() {
            self.reply = None;
        }
        self.task = Some(task);
    }

    fn sleeps(&self) -> bool {
        self.reply.is_some() && self.task.as_ref().is_some_and(|task| !task.is_woken())
    }
}
