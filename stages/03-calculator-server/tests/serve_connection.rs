//! `serve_connection` over scripted reads and writes: partial, interrupted, failing.

use calculator_server::{READ_BUFFER_SIZE, Reply, serve_connection};
use std::io::{
    self,
    ErrorKind::{BrokenPipe, ConnectionReset, Interrupted},
};
use testkit::Scripted;

/// The reply is the length of the line: `serve_connection` knows no arithmetic.
fn length(line: &[u8]) -> Reply {
    Reply::error(line.len())
}

/// The writes that follow from these reads, and the result.
fn written(reads: impl IntoIterator<Item = io::Result<&'static str>>) -> (Vec<String>, io::Result<u64>) {
    let mut connection = Scripted::reading(reads);
    let outcome = serve_connection(&mut connection, length);
    (connection.writes().iter().map(|write| String::from_utf8_lossy(write).into_owned()).collect(), outcome)
}

#[test]
fn replies_that_are_ready_together_are_sent_in_one_write() {
    let (writes, outcome) = written([Ok("1\n22\n333\n"), Ok("\n")]);
    assert_eq!(writes, ["error: 1\nerror: 2\nerror: 3\n", "error: 0\n"]);
    assert_eq!(outcome.unwrap(), 4);
}

#[test]
fn nothing_is_written_before_a_line_is_complete() {
    let (writes, outcome) = written([Ok("1"), Ok("2"), Ok("3\r"), Ok("\n4")]);
    assert_eq!(writes, ["error: 3\n", "error: 1\n"]);
    assert_eq!(outcome.unwrap(), 2);
}

#[test]
fn no_request_gets_no_reply() {
    let (writes, outcome) = written([]);
    assert!(writes.is_empty());
    assert_eq!(outcome.unwrap(), 0);
}

#[test]
fn a_line_that_is_too_long_gets_an_error_and_is_not_handled() {
    let mut connection = Scripted::reading([Ok("1".repeat(10_000)), Ok("\n1\n".to_owned())]);
    assert_eq!(serve_connection(&mut connection, length).unwrap(), 2);
    assert_eq!(connection.written(), b"error: the line is longer than 1024 bytes\nerror: 1\n");
}

#[test]
fn an_interrupted_read_is_repeated() {
    let interrupted = || Err(Interrupted.into());
    let (writes, outcome) = written([interrupted(), Ok("1"), interrupted(), interrupted(), Ok("2\n")]);
    assert_eq!(writes, ["error: 2\n"]);
    assert_eq!(outcome.unwrap(), 1);
}

#[test]
fn a_short_or_interrupted_write_is_continued() {
    let mut connection = Scripted::reading([Ok("1\n22\n")]).writing([Ok(3), Err(Interrupted.into()), Ok(10)]);
    assert_eq!(serve_connection(&mut connection, length).unwrap(), 2);
    assert_eq!(connection.writes(), [&b"err"[..], b"or: 1\nerro", b"r: 2\n"]);
}

#[test]
fn a_read_error_ends_it_after_the_replies_to_earlier_requests() {
    let (writes, outcome) = written([Ok("1\n22"), Err(ConnectionReset.into()), Ok("\n")]);
    assert_eq!(writes, ["error: 1\n"]);
    assert_eq!(outcome.unwrap_err().kind(), ConnectionReset);
}

#[test]
fn backpressure_stops_reading_from_a_client_that_does_not_read_its_replies() {
    let mut connection = Scripted::reading([Ok("1\n"), Ok("2\n")]).writing([Err(BrokenPipe.into())]);
    assert_eq!(serve_connection(&mut connection, length).unwrap_err().kind(), BrokenPipe);
    assert_eq!(connection.unread(), 1);
}

#[test]
fn one_read_takes_at_most_read_buffer_size_bytes() {
    let mut connection = Scripted::reading([Ok("\n".repeat(2 * READ_BUFFER_SIZE + 1))]);
    assert_eq!(serve_connection(&mut connection, length).unwrap(), 2 * READ_BUFFER_SIZE as u64 + 1);
    let lines = |write: &Vec<u8>| write.len() / "error: 0\n".len();
    assert_eq!(
        connection.writes().iter().map(lines).collect::<Vec<_>>(),
        [READ_BUFFER_SIZE, READ_BUFFER_SIZE, 1]
    );
}
