//! Running out of file descriptors, which a test can arrange on Linux.
#![cfg(target_os = "linux")]

use socket_basics::ACCEPT_BACKOFF;
use std::{
    process::Command,
    time::{Duration, Instant},
};
use testkit::{Program, eventually, skip};

/// Sets how many descriptors the server may have from now on. False if there is no `prlimit` (of util-linux).
fn limit_descriptors(server: &Program, limit: &str) -> bool {
    let arguments = [format!("--pid={}", server.pid()), format!("--nofile={limit}:")];
    Command::new("prlimit").args(arguments).status().is_ok_and(|status| status.success())
}

#[test]
fn without_a_descriptor_the_server_backs_off_and_then_serves_the_client() {
    let server = Program::start(env!("CARGO_BIN_EXE_echo"), &["127.0.0.1", "0"]);
    let mut first = server.connect();
    first.send("hello\n").expect("hello");
    // Standard input, output and error are in use: from the next accept on, there is no descriptor for a client.
    if !limit_descriptors(&server, "3") {
        return skip("there is no prlimit to take descriptors away");
    }
    let (start, work) = (Instant::now(), server.cpu_time().unwrap());
    drop(first);
    let mut waiting = server.connect();
    let failures = || server.stderr().matches("could not accept a client: too many open files\n").count();
    eventually("three accepts have failed", || failures() >= 3);

    let pauses = u32::try_from(failures()).unwrap() - 1;
    assert!(ACCEPT_BACKOFF * pauses <= start.elapsed(), "{pauses} pauses in {:?}", start.elapsed());
    // A failure costs some microseconds. Three pauses spent looping would be three tenths of a second.
    let work = server.cpu_time().unwrap().saturating_sub(work);
    assert!(work <= Duration::from_millis(50), "{work:?} of work in {:?}", start.elapsed());

    assert!(limit_descriptors(&server, "64"));
    waiting.send("at last\n").expect("at last");
    drop(waiting);
    server.connect().send("hello\n").expect("hello");
}
