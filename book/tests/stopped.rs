//! What a stopped and continued process meets on Linux. These tests have a file of their own, since they stop all tests of their
//! process.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test reports by panicking")]

use mio::{Events, Poll};
use std::{
    io::{ErrorKind, Read as _},
    net::{TcpListener, TcpStream},
    process::{Command, id},
    thread,
};
use testkit::DEADLINE;

/// How a wait fails while this process is stopped and continued, again and again.
fn failure_when_stopped(wait: impl FnOnce() -> ErrorKind + Send + 'static) -> ErrorKind {
    let waiting = thread::spawn(wait);
    while !waiting.is_finished() {
        let script = format!("kill -STOP {0}; sleep 0.05; kill -CONT {0}", id());
        Command::new("sh").args(["-c", &script]).status().unwrap();
    }
    waiting.join().unwrap()
}

#[test]
fn on_linux_a_read_with_a_timeout_is_interrupted_by_a_stop() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    client.set_read_timeout(Some(DEADLINE)).unwrap();
    let kind = failure_when_stopped(move || client.read(&mut [0]).unwrap_err().kind());
    assert_eq!(kind, ErrorKind::Interrupted);
}

#[test]
fn on_linux_a_poll_is_interrupted_by_a_stop() {
    let kind = failure_when_stopped(|| {
        let (mut poll, mut events) = (Poll::new().unwrap(), Events::with_capacity(1));
        poll.poll(&mut events, Some(DEADLINE)).unwrap_err().kind()
    });
    assert_eq!(kind, ErrorKind::Interrupted);
}
