//! What a stopped and continued process meets on Linux. This test has a file of its own, since it stops all tests of its process.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test reports by panicking")]

use std::{
    io::{ErrorKind, Read as _},
    net::{TcpListener, TcpStream},
    process::{Command, id},
    thread,
};
use testkit::DEADLINE;

#[test]
fn on_linux_a_read_with_a_timeout_is_interrupted_by_a_stop() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    client.set_read_timeout(Some(DEADLINE)).unwrap();
    let reading = thread::spawn(move || client.read(&mut [0]).unwrap_err().kind());
    while !reading.is_finished() {
        let script = format!("kill -STOP {0}; sleep 0.05; kill -CONT {0}", id());
        Command::new("sh").args(["-c", &script]).status().unwrap();
    }
    assert_eq!(reading.join().unwrap(), ErrorKind::Interrupted);
}
