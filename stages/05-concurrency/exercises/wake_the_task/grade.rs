//! Waking a task.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    dead_code,
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of two types, and a stub has yet to use its fields and arguments"
)]
mod exercise;

#[path = "grade/interrupted_sends.rs"]
mod interrupted_sends;
#[path = "grade/interruptions.rs"]
mod interruptions;
#[path = "grade/waker.rs"]
mod waker;

use checks::{Exercise, LIMIT, TestConnection, fail, lock, note, same, step};
use exercise::{Reply, reply};
use std::{
    io::{BufRead as _, BufReader},
    pin::{Pin, pin},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread,
};
use waker::SendsDuringPoll;

const WAKE_THE_TASK: Exercise = Exercise {
    name: "wake_the_task",
    read: "part 5, \"Futures, wakers, executors\" (book/src/5-many/futures.md)",
};

#[test]
fn a_reply_that_is_there_already_is_ready() {
    WAKE_THE_TASK.check(
        "when the reply was sent before the first poll, that poll returns it.",
        "`poll` returns `Pending` before it has looked for the reply.",
        || {
            let (sender, reply) = reply();
            note("send(\"14\")");
            sender.send("14".to_owned());
            let mut task = Task::of(reply);
            task.is_ready(Some("14"));
        },
    );
}

#[test]
fn the_task_is_woken_when_its_reply_is_sent() {
    WAKE_THE_TASK.check(
        "a poll without a reply returns `Pending`; when the reply is sent, the task is woken, and the next \
         poll returns the reply.",
        "`poll` keeps no copy of the waker, or `send` stores the reply and does not call `wake`.",
        || {
            let (sender, reply) = reply();
            let mut task = Task::of(reply);
            task.is_pending();
            note("send(\"14\")");
            sender.send("14".to_owned());
            task.was_woken("`send`");
            task.is_ready(Some("14"));
        },
    );
}

#[test]
fn a_lost_connection_wakes_the_task_too() {
    WAKE_THE_TASK.check(
        "when the sender is dropped without a reply, the task is woken, and a poll returns `Ready(None)`.",
        "nothing happens when the sender is dropped. `ReplySender` needs a `Drop` that notes the end and \
         wakes.",
        || {
            let (sender, reply1) = reply();
            let mut task = Task::of(reply1);
            task.is_pending();
            note("the sender is dropped");
            drop(sender);
            task.was_woken("the drop of the sender");
            task.is_ready(None);

            let (sender, reply2) = reply();
            note("another sender is dropped, before the first poll");
            drop(sender);
            Task::of(reply2).is_ready(None);
        },
    );
}

#[test]
fn a_poll_wakes_nobody_and_returns_at_once() {
    WAKE_THE_TASK.check(
        "a poll without a reply returns `Pending` at once, however often, and wakes nobody.",
        "`poll` calls `wake` so that it is polled again: the task keeps a processor busy until the reply is \
         there. Or `poll` waits for the reply, and with it all other tasks of its thread.",
        || {
            let (sender, reply) = reply();
            let mut task = Task::of(reply);
            for _ in 0..3 {
                task.is_pending();
                if task.wakes() > 0 {
                    fail("`poll` woke its task, although there is no reply");
                }
            }
            note("send(\"14\")");
            sender.send("14".to_owned());
            task.was_woken("`send`");
            task.is_ready(Some("14"));
        },
    );
}

#[test]
fn the_waker_of_the_most_recent_poll_is_woken() {
    WAKE_THE_TASK.check(
        "when the future has been polled with one waker and then with another, the second one is woken, and the first \
         one is not.",
        "the waker of the first poll is kept, and later ones are not, or all of them are. A future can move to another \
         task between two polls.",
        || {
            for sends in [true, false] {
                let (sender, reply) = reply();
                let mut first = Task::of(reply);
                first.is_pending();
                note("the future moves to another task, which has another waker");
                let mut second = Task { future: first.future, wakes: Arc::default() };
                second.is_pending();
                if sends {
                    note("send(\"14\")");
                    sender.send("14".to_owned());
                    second.was_woken("`send`");
                    second.is_ready(Some("14"));
                } else {
                    note("the sender is dropped");
                    drop(sender);
                    second.was_woken("the drop of the sender");
                    second.is_ready(None);
                }
                if first.wakes.0.load(Ordering::SeqCst) > 0 {
                    fail("the task of the earlier poll was woken too, although it no longer has the future");
                }
            }
        },
    );
}

#[test]
fn a_reply_that_is_sent_during_a_poll_is_not_missed() {
    WAKE_THE_TASK.check_within(
        3 * LIMIT,
        "when the reply is sent, or the sender dropped, while `poll` runs, that poll returns `Ready`, or its waker is \
         woken.",
        "`poll` looks for the reply, and keeps the waker in a second step. A reply that is sent in between finds no \
         waker, or an old one, and the task sleeps although its reply is there. Look and keep under one lock, or look \
         once more after the waker is kept. Or `send` takes the waker before the reply is there to be found: store the \
         reply first, or do both under one lock.",
        || {
            for (sends, is_polled) in [(true, false), (false, false), (true, true), (false, true)] {
                let (sender, reply) = reply();
                let mut task = Task::of(reply);
                if is_polled {
                    task.is_pending();
                    note("the future moves to another task, which has another waker");
                }
                let during_poll = if sends {
                    note("send(\"14\"), on another thread, while `poll` clones its waker");
                    SendsDuringPoll::new(move || sender.send("14".to_owned()))
                } else {
                    note("the sender is dropped, on another thread, while `poll` clones its waker");
                    SendsDuringPoll::new(move || drop(sender))
                };
                step("waiting for `poll` to return");
                let mut outcome = poll(task.future.as_mut(), &during_poll.waker());
                step("waiting for the sender to be done");
                let was_woken = during_poll.was_woken();
                if outcome.is_pending() {
                    if !was_woken {
                        fail("`poll` returned `Pending`, and its waker was not woken: the task would sleep forever");
                    }
                    outcome = poll(task.future.as_mut(), Waker::noop());
                }
                same("what `poll` returned", &outcome, &Poll::Ready(sends.then(|| "14".to_owned())));
            }
            // Which of the two finds the mistake is chance, so nothing tells which it was.
            note("some threads poll again and again, and others send the replies at the same time");
            step("waiting for polls and sends, again and again");
            if interruptions::a_task_sleeps() || interrupted_sends::a_task_sleeps() {
                fail(
                    "`poll` returned `Pending` when the reply was being sent, and its waker was not woken: the task would \
                     sleep forever",
                );
            }
        },
    );
}

#[test]
fn no_lock_is_held_while_the_waker_is_called() {
    WAKE_THE_TASK.check(
        "a `wake` that polls the future before it returns gets its reply.",
        "`wake` is called while a lock is held that `poll` needs. A guard that is a temporary lives until \
         the end of its statement, and in `if let` until the end of the block. Take the waker out, drop the \
         guard, then wake.",
        || {
            for sends in [true, false] {
                let (sender, reply) = reply();
                let inline = Arc::new(PollsInWake::default());
                let waker = Waker::from(Arc::clone(&inline));
                let mut future = Box::pin(reply);
                same("what `poll` returned", &poll(future.as_mut(), &waker), &Poll::Pending);
                *lock(&inline.future) = Some(future);
                note("this waker polls the future in `wake`");
                step("waiting for the sender to wake the task, and for the poll in `wake` to return");
                if sends {
                    sender.send("14".to_owned());
                } else {
                    drop(sender);
                }
                let expected = sends.then(|| "14".to_owned());
                same(
                    "what the poll in `wake` returned",
                    &*lock(&inline.outcome),
                    &Some(Poll::Ready(expected)),
                );
            }
        },
    );
}

#[test]
fn a_task_that_has_gone_does_not_harm_the_sender() {
    WAKE_THE_TASK.check(
        "when the task has dropped its `Reply`, `send` returns, and nothing else happens.",
        "`send` takes it for an error that nobody waits any more. A task that was cancelled is nothing \
         unusual.",
        || {
            for is_polled in [false, true] {
                let (sender, reply) = reply();
                let mut task = Task::of(reply);
                if is_polled {
                    task.is_pending();
                }
                drop(task);
                note("the task has dropped its `Reply`; send(\"14\")");
                step("waiting for `send` to return");
                sender.send("14".to_owned());
            }
        },
    );
}

#[test]
fn tasks_share_a_connection() {
    WAKE_THE_TASK.check(
        "three tasks wait for the replies of one connection, which a thread reads, and each gets its own.",
        "the halves of different replies share something, or a task is not woken by another thread.",
        || {
            let mut connection = TestConnection::with(|tap| {
                let (senders, replies): (Vec<_>, Vec<_>) = (0..3).map(|_| reply()).unzip();
                let reader = thread::spawn(move || {
                    for (sender, line) in
                        senders.into_iter().zip(BufReader::new(tap).lines().map_while(Result::ok))
                    {
                        sender.send(line);
                    }
                });
                let waiting: Vec<_> =
                    replies.into_iter().map(|reply| thread::spawn(move || block_on(reply))).collect();
                let got: Vec<_> = waiting.into_iter().map(|task| task.join().ok().flatten()).collect();
                let _ = reader.join();
                got
            });
            connection.send("14\n").then_send("-4\n").then_send("busy: full\n").half_close();
            let expected = ["14", "-4", "busy: full"].map(|line| Some(line.to_owned()));
            same("what the tasks got", &connection.finish(), &expected.to_vec());
        },
    );
}

/// A future with a waker that counts.
struct Task {
    future: Pin<Box<Reply>>,
    wakes: Arc<Wakes>,
}

impl Task {
    fn of(reply: Reply) -> Self {
        Self { future: Box::pin(reply), wakes: Arc::default() }
    }

    fn poll(&mut self) -> Poll<Option<String>> {
        step("waiting for `poll` to return");
        let outcome = poll(self.future.as_mut(), &Waker::from(Arc::clone(&self.wakes)));
        note(format!("poll returns {outcome:?}"));
        outcome
    }

    fn is_pending(&mut self) {
        let outcome = self.poll();
        same("what `poll` returned", &outcome, &Poll::Pending);
    }

    fn is_ready(&mut self, line: Option<&str>) {
        let outcome = self.poll();
        same("what `poll` returned", &outcome, &Poll::Ready(line.map(str::to_owned)));
    }

    fn wakes(&self) -> usize {
        self.wakes.0.load(Ordering::SeqCst)
    }

    fn was_woken(&self, by: &str) {
        if self.wakes() == 0 {
            fail(format!("{by} did not wake the task"));
        }
    }
}

#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// A waker that does not put its task into a queue, but polls it at once.
#[derive(Default)]
struct PollsInWake {
    future: Mutex<Option<Pin<Box<Reply>>>>,
    outcome: Mutex<Option<Poll<Option<String>>>>,
}

impl Wake for PollsInWake {
    fn wake(self: Arc<Self>) {
        let future = lock(&self.future).take();
        if let Some(mut future) = future {
            let outcome = poll(future.as_mut(), Waker::noop());
            *lock(&self.outcome) = Some(outcome);
        }
    }
}

/// An executor for one future: its thread sleeps until it is woken.
fn block_on(future: Reply) -> Option<String> {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unparks(thread::current())));
    loop {
        match poll(future.as_mut(), &waker) {
            Poll::Ready(outcome) => return outcome,
            Poll::Pending => thread::park(),
        }
    }
}

struct Unparks(thread::Thread);

impl Wake for Unparks {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

fn poll(future: Pin<&mut Reply>, waker: &Waker) -> Poll<Option<String>> {
    future.poll(&mut Context::from_waker(waker))
}
