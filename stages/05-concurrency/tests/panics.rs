//! A panic in one client's handling, which no input is known to cause, costs that client its connection and nobody
//! anything else.

#![allow(clippy::unwrap_used, reason = "a test may fail in its helpers too")]

use calculator_server::{Reply, answer};
use concurrency::{Model, Server, Settings, Stopper};
use socket_basics::listen_at;
use std::{num::NonZeroUsize, thread, time::Duration};
use testkit::Peer;

/// Answers as ever, but panics at a word.
fn answer_or_panic(line: &[u8]) -> Reply {
    assert!(line != b"panic", "as no line should be able to make it");
    answer(line)
}

/// Stops the server also when the test fails; the scope would wait for it for ever.
struct StopAtEnd(Stopper);

impl Drop for StopAtEnd {
    fn drop(&mut self) {
        self.0.stop();
    }
}

fn settings(model: Model) -> Settings {
    Settings {
        model,
        workers: NonZeroUsize::new(2).unwrap(),
        max_clients: NonZeroUsize::new(4).unwrap(),
        idle_timeout: Duration::from_mins(1),
    }
}

fn survives(model: Model) {
    let listener = listen_at("127.0.0.1:0".parse().unwrap()).unwrap();
    let server = Server::new(listener, &settings(model), answer_or_panic).unwrap();
    let address = server.address().unwrap();
    let stop = StopAtEnd(server.stopper());
    thread::scope(|scope| {
        scope.spawn(|| server.run());
        let _stop = stop;
        let mut bystander = Peer::connect(address);
        assert_eq!(bystander.ask("1+1"), "2");
        // More often than there are workers, and than there is room: each panic must give back what it held.
        for _ in 0..8 {
            let mut unlucky = Peer::connect(address);
            unlucky.send("panic\n");
            unlucky.wait_closed();
        }
        assert_eq!(bystander.ask("2+2"), "4");
        assert_eq!(Peer::connect(address).ask("3+3"), "6");
    });
}

#[test]
fn a_panic_in_a_clients_thread_ends_that_client_only() {
    survives(Model::Threads);
}

#[test]
fn a_panic_in_a_worker_ends_neither_the_worker_nor_another_client() {
    survives(Model::Pool);
}

#[test]
fn a_panic_in_a_task_ends_that_client_only() {
    survives(Model::Async);
}
