//! A panic costs no worker.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::serve;
use std::{
    io::{Read as _, Write as _},
    num::NonZeroUsize,
    panic,
};
use testkit::grade::{Exercise, Server, Talk, Tap, note};

const A_PANIC_COSTS_NO_WORKER: Exercise = Exercise {
    name: "a_panic_costs_no_worker",
    read: "part 5, \"A crew and a queue\" (book/src/5-many/crew.md)",
};

/// What makes the handling of a client panic.
const BOOM: &str = "boom";

#[test]
fn as_many_clients_are_served_at_once_as_there_are_workers() {
    A_PANIC_COSTS_NO_WORKER.check(
        "3 workers serve 3 clients at the same time.",
        "one worker keeps the others from their clients: it holds a lock while it handles its own. What `while let` \
         locks in its first line stays locked until its closing brace.",
        || {
            let server = server(3);
            are_served_at_once(&server, 3);
        },
    );
}

#[test]
fn after_more_panics_than_workers_all_workers_are_there() {
    A_PANIC_COSTS_NO_WORKER.check(
        "after 4 panics, 3 workers still serve 3 clients at the same time, among them the one who was there all \
         along.",
        "a worker ends with the panic it meets, or leaves a poisoned lock to the others. A panic has to be caught \
         inside the worker's loop, before it gets out of one client's turn.",
        || {
            let server = server(3);
            let mut beside = server.client();
            beside.send("before\n").expect("before\n");
            for _ in 0..4 {
                is_lost(server.client());
            }
            are_served_at_once(&server, 2);
            beside.send("after\n").expect("after\n").half_close().expect_end();
        },
    );
}

#[test]
fn it_returns_when_no_more_clients_come_also_after_a_panic() {
    A_PANIC_COSTS_NO_WORKER.check(
        "when no more clients come, `serve` returns, without a panic, however its clients fared.",
        "a panic is let out after all: a scope of threads passes it on when it ends, and `join().unwrap()` does at \
         once; or a worker waits for clients that will never come.",
        || {
            let server = server(2);
            is_lost(server.client());
            are_served_at_once(&server, 1);
            server.close();
        },
    );
}

fn server(workers: usize) -> Server {
    note(format!("serve(clients, {workers}, handle)"));
    let workers = NonZeroUsize::new(workers).unwrap();
    Server::with(move |clients| serve(clients.flatten(), workers, handle))
}

/// A client whose handling panics.
fn is_lost(mut client: Talk) {
    note("the next words make `handle` panic");
    client.send(BOOM).expect_end();
}

/// So many clients come, and only then they speak, the last first.
fn are_served_at_once(server: &Server, count: usize) {
    let clients: Vec<_> = (0..count).map(|_| server.client()).collect();
    for (number, mut client) in clients.into_iter().enumerate().rev() {
        let words = format!("I am number {}\n", number + 1);
        client.send(&words).expect(&words).half_close().expect_end();
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
