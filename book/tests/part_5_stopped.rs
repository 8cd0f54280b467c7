//! What a stopped and continued event loop meets on Linux. This test has a file of its own, since it stops all tests of its process.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test reports by panicking")]

use mio::{Events, Poll};
use std::{
    io::ErrorKind,
    process::{Command, id},
    thread,
};
use testkit::DEADLINE;

#[test]
fn on_linux_a_poll_is_interrupted_by_a_stop() {
    let waiting = thread::spawn(|| {
        let (mut poll, mut events) = (Poll::new().unwrap(), Events::with_capacity(1));
        poll.poll(&mut events, Some(DEADLINE)).unwrap_err().kind()
    });
    while !waiting.is_finished() {
        let script = format!("kill -STOP {0}; sleep 0.05; kill -CONT {0}", id());
        Command::new("sh").args(["-c", &script]).status().unwrap();
    }
    assert_eq!(waiting.join().unwrap(), ErrorKind::Interrupted);
}
