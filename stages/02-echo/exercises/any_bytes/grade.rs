//! Echo any bytes.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{
    Exercise, MemoryStream, TapOptions, TestConnection, fail, note, same, same_bytes, same_error, value_of,
};
use exercise::echo_once;
use std::io::{self, ErrorKind, Read, Write};

const ANY_BYTES: Exercise = Exercise {
    name: "any_bytes",
    read: "part 2, \"Listen, accept, read, write\" (book/src/2-echo/four-calls.md)",
};

/// Calls the learner's code until it returns 0, as a server would, and returns the number of each call. Code that never
/// returns 0 is called 1,000 times.
fn echo(connection: impl Read + Write) -> io::Result<Vec<usize>> {
    echo_at_most(1000, connection)
}

fn echo_at_most(calls: usize, mut connection: impl Read + Write) -> io::Result<Vec<usize>> {
    let mut counts = Vec::new();
    while counts.len() < calls && counts.last() != Some(&0) {
        counts.push(echo_once(&mut connection)?);
    }
    Ok(counts)
}

#[test]
fn all_256_bytes_come_back() {
    ANY_BYTES.check(
        "each of the 256 values that a byte can have comes back as it was.",
        "the bytes are treated as text. A single byte from 128 on is not valid UTF-8, so a String refuses or replaces it. \
         A slice of u8 holds any byte.",
        || {
            let all = (0..=255).collect::<Vec<u8>>();
            TestConnection::with(echo).send(&all).half_close().expect(&all);
        },
    );
}

#[test]
fn a_zero_byte_is_a_byte_like_any_other() {
    ANY_BYTES.check(
        "a zero byte comes back, and so do the bytes after it.",
        "the code searches the buffer for the end of the bytes. Only the number that `read` returned says how many there are.",
        || {
            TestConnection::with(echo).send("zip\0\0archive\0").half_close().expect("zip\0\0archive\0");
        },
    );
}

#[test]
fn only_what_was_read_is_sent_back() {
    ANY_BYTES.check(
        "what is sent back is what this read returned, and not one byte more.",
        "the whole buffer is sent. A read fills only the beginning of the buffer. The rest still holds older bytes.",
        || {
            let mut client = TestConnection::with(echo);
            client.send("a long piece, ").then_send("a short one").half_close();
            client.expect("a long piece, a short one").expect_end();
        },
    );
}

#[test]
fn all_is_sent_back_however_few_bytes_a_write_takes() {
    ANY_BYTES.check(
        "everything is sent back, although each write takes at most 3 bytes.",
        "a single `write`, which may take fewer bytes than it is offered, or a loop that ignores the number it returns. \
         `write_all` calls `write` again until everything is taken.",
        || {
            let options = TapOptions { write_at_most: Some(3), ..TapOptions::default() };
            let mut client = TestConnection::tapped(options, echo);
            client.send("more than three bytes").half_close().expect("more than three bytes").expect_end();
            let counts = value_of("echo_once", client.finish());
            same("the sum of what your code returned for 21 bytes", &counts.iter().sum(), &21_usize);
        },
    );
}

#[test]
fn much_comes_back_as_it_was() {
    ANY_BYTES.check(
        "20 KiB come back unchanged, in as many calls as needed.",
        "a call loses bytes that did not fit into its buffer. What one read does not return, the next read does.",
        || {
            let sent: Vec<u8> = (0..=255).cycle().take(20 * 1024).collect();
            let mut connection = MemoryStream::new(sent.clone(), TapOptions::default());
            let counts = value_of("echo_once", echo_at_most(sent.len() + 1, &mut connection));
            same_bytes("what was sent back", &connection.output, &sent);
            same("the sum of what your code returned", &counts.iter().sum(), &sent.len());
        },
    );
}

#[test]
fn each_call_reads_once() {
    ANY_BYTES.check(
        "each call reads once, and sends back exactly what this read returned.",
        "the code reads until the buffer is full or the stream ends, or through a BufReader, which keeps bytes that you did \
         not use. The caller calls your function again for more.",
        || {
            for length in [1, 10, 100, 20 * 1024] {
                let mut connection = OnePiece { piece: vec![b'x'; length], reads: 0, returned: 0, written: Vec::new() };
                note(format!("echo_once, where {length} bytes have arrived"));
                let count = value_of("echo_once", echo_once(&mut connection));
                same("the number of reads in one call", &connection.reads, &1);
                let returned = &connection.piece[..connection.returned];
                same_bytes("what was sent back", &connection.written, returned);
                same("what your code returned", &count, &returned.len());
            }
        },
    );
}

#[test]
fn an_error_is_returned() {
    ANY_BYTES.check(
        "if reading or writing fails, that error is returned, whichever it is.",
        "an `unwrap`, a `let _ =`, an error that is treated as the end of the stream, or a write of 0 bytes that is treated \
         as success. The caller has to know that this connection is broken.",
        || {
            for kind in KINDS {
                let broken = TapOptions { reads_fail: Some((0, kind)), ..TapOptions::default() };
                same_error(echo_once(&mut MemoryStream::new("hello", broken)), kind);
                let broken = TapOptions { writes_fail: Some(kind), ..TapOptions::default() };
                same_error(echo_once(&mut MemoryStream::new("hello", broken)), kind);
            }
            let full = TapOptions { write_at_most: Some(0), ..TapOptions::default() };
            if let Ok(count) = echo_once(&mut MemoryStream::new("hello", full)) {
                fail(format!("a write took 0 bytes, so nothing was sent back, but your code returned Ok({count})"));
            }
        },
    );
}

#[test]
fn a_piece_without_a_newline_comes_back_at_once() {
    ANY_BYTES.check(
        "what has arrived is sent back, although it has no newline and the stream has not ended.",
        "the code reads until it finds something, or until the end of the stream. A plain `read` returns as soon as any bytes \
         are there.",
        || {
            TestConnection::with(echo).send("no newline").expect("no newline");
        },
    );
}

#[test]
fn it_returns_how_many_bytes_there_were() {
    ANY_BYTES.check(
        "your code returns how many bytes arrived, and 0 at the end of the stream.",
        "the code returns the size of the buffer, or what is left of it. Return the number that `read` returned.",
        || {
            let mut client = TestConnection::with(echo);
            client.send("seven..").then_send("four").half_close().drain();
            let counts = value_of("echo_once", client.finish());
            let last = counts.last().copied().unwrap_or_default();
            if last != 0 {
                fail(format!("the stream had ended, and your code returned {last}"));
            }
            same("the sum of what your code returned for 7 and 4 bytes", &counts.iter().sum(), &11_usize);
        },
    );
}

/// Ways in which a connection can fail; the last one is seldom thought of.
const KINDS: [ErrorKind; 6] = [
    ErrorKind::ConnectionReset,
    ErrorKind::BrokenPipe,
    ErrorKind::UnexpectedEof,
    ErrorKind::TimedOut,
    ErrorKind::WouldBlock,
    ErrorKind::PermissionDenied,
];

/// A connection on which one piece arrives, and then the end of the stream.
struct OnePiece {
    piece: Vec<u8>,
    reads: usize,
    /// How much of the piece the first read returned.
    returned: usize,
    written: Vec<u8>,
}

impl Read for OnePiece {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reads += 1;
        let start = self.returned;
        let count = buffer.len().min(self.piece.len() - start);
        buffer[..count].copy_from_slice(&self.piece[start..start + count]);
        if self.reads == 1 {
            self.returned = count;
        }
        Ok(if self.reads <= 2 { count } else { 0 })
    }
}

impl Write for OnePiece {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
