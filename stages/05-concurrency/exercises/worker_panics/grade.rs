//! A panic costs no worker.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{Exercise, Server, Tap, TestConnection, fail, note, same, step};
use exercise::serve;
use std::{
    any::Any,
    io::{Read as _, Write as _},
    num::NonZeroUsize,
    panic,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, Receiver, Sender},
    },
};

const WORKER_PANICS: Exercise =
    Exercise { name: "worker_panics", read: "part 5, \"Thread pools\" (book/src/5-many/thread-pools.md)" };

/// What makes the handling of a client panic.
const BOOM: &str = "boom";

#[test]
fn as_many_clients_are_served_at_once_as_there_are_workers() {
    WORKER_PANICS.check(
        "3 workers serve 3 clients at the same time, and 6 workers 6.",
        "one worker keeps the others from their clients: it holds a lock while it handles its own. What `while \
         let` locks in its first line stays locked until its closing brace. Or the number of workers is not the \
         one that was asked for.",
        || {
            for workers in [3, 6] {
                let server = server(workers);
                are_served_at_once(&server, workers);
            }
        },
    );
}

#[test]
fn no_more_clients_are_served_at_once_than_there_are_workers() {
    WORKER_PANICS.check(
        "3 workers never handle more than 3 clients at the same time, and one worker never more than one, also after \
         panics.",
        "more workers than were asked for, a thread for each client, or a worker that is replaced although it \
         still runs. A worker that panics may be replaced by one; no other may.",
        || {
            note("100 clients wait from the beginning; 3 workers handle them, and every tenth panics");
            let mut run = Run::open(3, (1..=100).map(|number| (number % 10 == 0).then(boom)));
            for number in 1..=100 {
                run = run.begins(number);
                if number >= 3 {
                    if number % 5 == 0 {
                        run.code.let_it_run();
                    }
                    run.end_one();
                }
            }
            let (_, most) = run.close();
            if most > 3 {
                fail("more than 3 clients were handled at the same time");
            }
            note("10 clients wait from the beginning; one worker handles them, and each panics");
            let mut run = Run::open(1, (1..=10).map(|_| Some(boom())));
            for number in 1..=10 {
                run = run.begins(number);
                run.code.let_it_run();
                run.end_one();
            }
            let (_, most) = run.close();
            if most > 1 {
                fail("more than one client was handled at the same time");
            }
        },
    );
}

#[test]
fn after_more_panics_than_workers_all_workers_are_there() {
    WORKER_PANICS.check(
        "after 20 panics, 3 workers still serve 3 clients at the same time, among them one that has been \
         connected all the time.",
        "a worker ends with the first panic, or leaves a poisoned lock to the others. A panic has to be caught \
         inside the worker's loop, in the round of the client that caused it.",
        || {
            let server = server(3);
            let mut beside = server.client();
            beside.send("before\n").expect("before\n");
            for _ in 0..20 {
                is_lost(server.client());
            }
            are_served_at_once(&server, 2);
            beside.send("after\n").expect("after\n").half_close().expect_end();
        },
    );
}

#[test]
fn panics_of_all_workers_at_once_cost_none() {
    WORKER_PANICS.check(
        "after all 3 workers have met a panic at the same time, they serve 3 clients at the same time.",
        "the panics of some workers only are caught, or a worker is replaced only when another worker has ended.",
        || {
            let server = server(3);
            for _ in 0..3 {
                let clients = [(); 3].map(|()| server.client());
                clients.into_iter().for_each(is_lost);
            }
            are_served_at_once(&server, 3);
        },
    );
}

#[test]
fn there_may_be_any_number_of_panics() {
    WORKER_PANICS.check(
        "after 1,500 panics, 12 workers still serve 12 clients at the same time.",
        "panics are counted, and after a certain number no more are caught, or no more workers are replaced.",
        || {
            note("1,500 clients connect whose handling panics, and then 12 more; 12 workers handle them");
            let mut run = Run::open(12, (1..=1500).map(|_| Some(boom())).chain((1..=12).map(|_| None)));
            for number in 1..=1512 {
                run = run.begins(number);
                if number <= 1500 {
                    run.end_one();
                }
            }
            run.close();
        },
    );
}

#[test]
fn a_panic_may_carry_anything() {
    WORKER_PANICS.check(
        "a panic costs no worker even when what it carries is not a text, as with `panic_any(7)`.",
        "what was caught is looked at, and only a `&str` or a `String` is expected in it. It may be of any type.",
        || {
            note("the handling of a client panics with a number, and then one more connects; 1 worker handles them");
            let mut run = Run::open(1, [Some(Box::new(7) as Payload), None]);
            for number in 1..=2 {
                run = run.begins(number);
                run.end_one();
            }
            run.close();
        },
    );
}

#[test]
fn it_returns_when_no_more_clients_come_also_after_a_panic() {
    WORKER_PANICS.check(
        "when no more clients come, `serve` returns without a panic, even if the handling of a client has \
         panicked.",
        "a panic gets out after all: a scope of threads passes it on when it ends, and `join().unwrap()` does at \
         once. Or a worker waits for clients that will never come.",
        || {
            let server = server(2);
            is_lost(server.client());
            are_served_at_once(&server, 1);
            is_lost(server.client());
            server.close();
            note("serve(no clients at all, 2, handle)");
            Run::open(2, []).close();
        },
    );
}

#[test]
fn it_returns_when_all_clients_have_been_handled_and_not_before() {
    WORKER_PANICS.check(
        "`serve` returns when every client has been handled: also one that still waits for a worker, and one that \
         is still being served.",
        "`serve` does not wait for its threads, or the queue is thrown away when no more clients come. A scope \
         waits for its threads; so does `join`.",
        || {
            note("5 clients connect, and then no more; 2 workers handle them, and the fourth panics");
            let mut run = Run::open(2, [None, None, None, Some(boom()), None]);
            for number in 1..=5 {
                run = run.begins(number);
                if number >= 2 {
                    // Code that does not wait for the clients that are being handled has the time to return.
                    run.code.let_it_run();
                    run.end_one();
                }
            }
            run.code.let_it_run();
            let (handled, _) = run.close();
            same("how many of 5 clients had been handled when your code returned", &handled, &5);
        },
    );
}

fn server(workers: usize) -> Server {
    note(format!("serve(clients, {workers}, handle)"));
    let workers = NonZeroUsize::new(workers).unwrap();
    Server::with(move |clients| serve(clients.flatten(), workers, handle))
}

/// A client whose handling panics.
fn is_lost(mut client: TestConnection) {
    note("the next bytes make `handle` panic");
    client.send(BOOM).expect_end();
}

/// The given number of clients connect, and only then they send, the last first.
fn are_served_at_once(server: &Server, count: usize) {
    let clients: Vec<_> = (0..count).map(|_| server.client()).collect();
    for (number, mut client) in clients.into_iter().enumerate().rev() {
        let words = format!("I am number {}\n", number + 1);
        client.send(&words).expect(&words).half_close().expect_end();
    }
}

/// What a panic carries.
type Payload = Box<dyn Any + Send>;

fn boom() -> Payload {
    Box::new(BOOM)
}

/// A run of the learner's code with clients without a connection: a check knows when each begins, and says when it ends.
struct Run {
    code: TestConnection<usize>,
    seen: Arc<Seen>,
    begun: Receiver<()>,
    end: Sender<()>,
}

/// What was seen of the clients.
#[derive(Default)]
struct Seen {
    active: AtomicUsize,
    most: AtomicUsize,
    handled: AtomicUsize,
}

impl Run {
    /// Serves a client for each of these, with a panic where there is something for it to carry. The code returns how many had been
    /// handled when `serve` returned.
    fn open(workers: usize, panics: impl IntoIterator<Item = Option<Payload>>) -> Self {
        let ((enter, begun), (end, wait)) = (mpsc::channel(), mpsc::channel());
        let (seen, wait) = (Arc::new(Seen::default()), Arc::new(Mutex::new(wait)));
        let client =
            |panics| Held { panics, seen: Arc::clone(&seen), enter: enter.clone(), wait: Arc::clone(&wait) };
        let held: Vec<_> = panics.into_iter().map(client).collect();
        let theirs = Arc::clone(&seen);
        let workers = NonZeroUsize::new(workers).unwrap();
        let code = TestConnection::with(move |_| {
            serve(held.into_iter(), workers, hold);
            theirs.handled.load(Ordering::SeqCst)
        });
        Self { code, seen, begun, end }
    }

    /// One more client is being handled.
    fn begins(self, number: usize) -> Self {
        step(&format!("waiting for `handle` to be called with client {number}"));
        if self.begun.recv().is_err() {
            // Code that has panicked says so here.
            self.code.finish();
            fail(format!("your code returned, and `handle` had been called with {} clients", number - 1));
        }
        self
    }

    /// The handling of one client ends: of one that is being handled, or else of the next.
    fn end_one(&self) {
        let _ = self.end.send(());
    }

    /// The handling of all ends. Returns how many had been handled when the code returned, and how many at once at most.
    fn close(self) -> (usize, usize) {
        drop(self.end);
        let handled = self.code.finish();
        (handled, self.seen.most.load(Ordering::SeqCst))
    }
}

/// A client without a connection.
struct Held {
    panics: Option<Payload>,
    seen: Arc<Seen>,
    enter: Sender<()>,
    wait: Arc<Mutex<Receiver<()>>>,
}

fn hold(held: Held) {
    let Held { panics, seen, enter, wait } = held;
    let active = seen.active.fetch_add(1, Ordering::SeqCst) + 1;
    seen.most.fetch_max(active, Ordering::SeqCst);
    // A check that has failed listens no more.
    let _ = enter.send(());
    let _ = wait.lock().map(|wait| wait.recv());
    seen.active.fetch_sub(1, Ordering::SeqCst);
    seen.handled.fetch_add(1, Ordering::SeqCst);
    if let Some(payload) = panics {
        panic::resume_unwind(payload);
    }
}

/// Sends back what comes until the client has finished, and panics at a word.
fn handle(mut client: Tap) {
    let mut buffer = [0; 256];
    while let Ok(count @ 1..) = client.read(&mut buffer) {
        if buffer.starts_with(BOOM.as_bytes()) {
            // A panic like any other, but without a message on standard error.
            panic::resume_unwind(Box::new(BOOM));
        }
        // A client whose check has failed may be gone.
        let _ = client.write_all(&buffer[..count]);
    }
}
