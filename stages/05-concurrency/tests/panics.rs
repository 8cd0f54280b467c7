//! A panic in one client's handling, which no input is known to cause, costs that client its connection and nobody
//! anything else.

#![allow(clippy::unwrap_used, reason = "a test may fail in its helpers too")]

use calculator_server::{Reply, handle_request};
use clap::ValueEnum as _;
use concurrency::{Config, Model, Server, ShutdownHandle};
use predicates::str::contains;
use socket_basics::listen_at;
#[cfg(unix)]
use std::process::{Command, Stdio};
use std::{env, num::NonZeroUsize, thread, time::Duration};
use testkit::{DEADLINE, Peer, eventually};

/// Runs the test that no other may run beside.
const LOGGED_PANICS: [&str; 4] = ["--exact", "all_models_survive_logged_panics", "--ignored", "--nocapture"];

/// Replies as ever, but panics at a word.
fn reply_or_panic(line: &[u8]) -> Reply {
    assert!(line != b"panic", "as no line should be able to make it");
    handle_request(line)
}

/// Stops the server also when the test fails; the scope would wait for it forever.
struct ShutdownOnDrop(ShutdownHandle);

impl Drop for ShutdownOnDrop {
    fn drop(&mut self) {
        self.0.begin_shutdown();
    }
}

fn config(model: Model) -> Config {
    Config {
        model,
        workers: NonZeroUsize::new(2).unwrap(),
        max_clients: NonZeroUsize::new(4).unwrap(),
        idle_timeout: Duration::from_mins(1),
    }
}

fn survives(model: Model) {
    let listener = listen_at("127.0.0.1:0".parse().unwrap()).unwrap();
    let server = Server::new(listener, &config(model), reply_or_panic).unwrap();
    let address = server.address().unwrap();
    let stop = ShutdownOnDrop(server.shutdown_handle());
    thread::scope(|scope| {
        scope.spawn(|| server.run());
        let _stop = stop;
        let mut bystander = Peer::connect(address);
        assert_eq!(bystander.ask("1+1"), "2");
        // More often than there are workers, and than there is room: each panic must give back what it held.
        for _ in 0..8 {
            // A connection is closed a moment before its permit is back.
            eventually("there is room, and no reply", || {
                let mut unlucky = Peer::connect(address);
                unlucky.send("panic\n").rest().is_empty()
            });
        }
        assert_eq!(bystander.ask("2+2"), "4");
        eventually("there is room", || Peer::connect(address).ask("3+3") == "6");
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
fn a_panic_in_the_event_loop_ends_that_client_only() {
    survives(Model::Events);
}

#[test]
fn a_panic_in_a_task_ends_that_client_only() {
    survives(Model::Async);
}

#[cfg(unix)]
#[test]
fn a_panic_ends_one_client_only_although_standard_error_is_blocked() {
    let (_stall, stderr) = testkit::Stall::new();
    let mut command = Command::new(env::current_exe().unwrap());
    let child = command.args(LOGGED_PANICS).stdout(Stdio::null()).stderr(stderr).spawn().unwrap();
    let mut child = testkit::KillOnDrop(child);
    eventually("the clients are served", || child.0.try_wait().unwrap().is_some());
    assert!(child.0.wait().unwrap().success());
}

#[test]
fn a_panic_is_one_line_of_the_log() {
    assert_cmd::Command::new(env::current_exe().unwrap())
        .args(LOGGED_PANICS)
        .timeout(DEADLINE)
        .assert()
        .success()
        .stderr(contains(": as no line should be able to make it\n"));
}

/// The hook belongs to the process, and so does standard error.
#[test]
#[ignore = "runs in a process of its own, which the tests above start"]
fn all_models_survive_logged_panics() {
    concurrency::log_panics();
    Model::value_variants().iter().copied().for_each(survives);
}
