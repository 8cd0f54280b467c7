//! Echoing over scripted connections: short writes, interruptions and errors.

use echo::{BUFFER_SIZE, echo};
use std::io::ErrorKind::{BrokenPipe, ConnectionReset, Interrupted, WriteZero};
use testkit::Scripted;

#[test]
fn every_byte_comes_back_in_order_and_is_counted() {
    let mut connection = Scripted::reading([Ok("one\n"), Ok("\0"), Ok("two")]);
    assert_eq!(echo(&mut connection).unwrap(), 8);
    assert_eq!(connection.written(), b"one\n\0two");
}

#[test]
fn an_empty_stream_gets_an_empty_echo() {
    let mut connection = Scripted::default();
    assert_eq!(echo(&mut connection).unwrap(), 0);
    assert!(connection.writes().is_empty());
}

#[test]
fn an_interrupted_read_is_called_again() {
    let interrupted = || Err(Interrupted.into());
    let mut connection = Scripted::reading([interrupted(), Ok("on"), interrupted(), interrupted(), Ok("e")]);
    assert_eq!(echo(&mut connection).unwrap(), 3);
    assert_eq!(connection.written(), b"one");
}

#[test]
fn a_short_or_interrupted_write_is_continued() {
    let mut connection =
        Scripted::reading([Ok("hello")]).writing([Ok(1), Err(Interrupted.into()), Ok(3), Ok(1)]);
    assert_eq!(echo(&mut connection).unwrap(), 5);
    assert_eq!(connection.writes(), [&b"h"[..], b"ell", b"o"]);
}

#[test]
fn a_failed_read_is_returned_after_the_echo_of_what_arrived_before() {
    let mut connection = Scripted::reading([Ok("one"), Err(ConnectionReset.into()), Ok("two")]);
    assert_eq!(echo(&mut connection).unwrap_err().kind(), ConnectionReset);
    assert_eq!(connection.written(), b"one");
}

#[test]
fn a_failed_write_is_returned_and_nothing_more_is_read() {
    for (write, kind) in [(Err(BrokenPipe.into()), BrokenPipe), (Ok(0), WriteZero)] {
        let mut connection = Scripted::reading([Ok("one"), Ok("two")]).writing([write]);
        assert_eq!(echo(&mut connection).unwrap_err().kind(), kind);
        assert_eq!(connection.unread(), 1);
    }
}

#[test]
fn each_read_is_written_back_before_the_next() {
    let much = vec![b'x'; 3 * BUFFER_SIZE + 1];
    let mut connection = Scripted::reading([Ok(much.clone())]);
    assert_eq!(echo(&mut connection).unwrap(), much.len() as u64);
    let lengths: Vec<_> = connection.writes().iter().map(Vec::len).collect();
    assert_eq!(lengths, [BUFFER_SIZE, BUFFER_SIZE, BUFFER_SIZE, 1]);
}
