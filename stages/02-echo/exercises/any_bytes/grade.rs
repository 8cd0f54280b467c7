//! Echo any bytes.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::echo_once;
use std::io::{self, ErrorKind, Read, Write};
use testkit::grade::{
    Exercise, MemoryStream, TapOptions, TestConnection, fail, note, same, same_bytes, same_error, value_of,
};

const ANY_BYTES: Exercise = Exercise {
    name: "any_bytes",
    read: "part 2, \"Listen, accept, read, write\" (book/src/2-echo/four-calls.md)",
};

/// Calls the learner's code until it says 0, as a server would, and returns what it said each time. Code that never says 0
/// is left alone after a while.
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
        "taking the bytes for text. From 128 on a single byte is not UTF-8, so a String refuses or replaces it. \
         A slice of u8 takes it as it is.",
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
        "looking in the buffer for where the bytes end. Only the number that read returns tells how many came.",
        || {
            TestConnection::with(echo).send("zip\0\0archive\0").half_close().expect("zip\0\0archive\0");
        },
    );
}

#[test]
fn only_what_came_is_sent_back() {
    ANY_BYTES.check(
        "what is sent back is what this read has brought, and not one byte more.",
        "sending the whole buffer. A read fills only the beginning of it; behind that is what was there before.",
        || {
            let mut talk = TestConnection::with(echo);
            talk.send("a long piece, ").then_send("a short one").half_close();
            talk.expect("a long piece, a short one").expect_end();
        },
    );
}

#[test]
fn all_is_sent_back_however_few_bytes_a_write_takes() {
    ANY_BYTES.check(
        "all that came is sent back, although a write takes 3 bytes at most.",
        "a single `write`, which may take less than it is offered, or a look at its number that nobody acts upon. \
         `write_all` goes on until all is gone.",
        || {
            let options = TapOptions { write_at_most: Some(3), ..TapOptions::default() };
            let mut talk = TestConnection::tapped(options, echo);
            talk.send("more than three bytes").half_close().expect("more than three bytes").expect_end();
            let counts = value_of("echo_once", talk.finish());
            same("the sum of what your code returned for 21 bytes", &counts.iter().sum(), &21_usize);
        },
    );
}

#[test]
fn much_comes_back_as_it_was() {
    ANY_BYTES.check(
        "20 KiB come back, byte for byte, in as many calls as it takes.",
        "making room for some bytes and losing the rest: what one read does not bring, the next one does.",
        || {
            let sent: Vec<u8> = (0..=255).cycle().take(20 * 1024).collect();
            let mut connection = MemoryStream::new(sent.clone(), TapOptions::default());
            let counts = value_of("echo_once", echo_at_most(sent.len() + 1, &mut connection));
            same_bytes("what was sent back", connection.output(), &sent);
            same("the sum of what your code returned", &counts.iter().sum(), &sent.len());
        },
    );
}

#[test]
fn each_call_reads_once() {
    ANY_BYTES.check(
        "each call reads once, and sends back just what this read has brought.",
        "reading until the buffer is full or the input ends, or through a BufReader that keeps what you did not take. \
         Your caller calls you again for more.",
        || {
            for length in [1, 10, 100, 20 * 1024] {
                let mut connection = OnePiece { piece: vec![b'x'; length], reads: 0, brought: 0, written: Vec::new() };
                note(format!("echo_once, where a piece comes whose length is {length}"));
                let count = value_of("echo_once", echo_once(&mut connection));
                same("how often one call has read", &connection.reads, &1);
                let brought = &connection.piece[..connection.brought];
                same_bytes("what was sent back", &connection.written, brought);
                same("what your code returned", &count, &brought.len());
            }
        },
    );
}

#[test]
fn an_error_is_returned() {
    ANY_BYTES.check(
        "if reading or writing fails, that error is returned, whichever it is.",
        "an `unwrap`, a `let _ =`, or an error that is taken for the end; or a write that \
         takes nothing is taken for the last one that is needed. Your caller has to know that this connection \
         is no good any more.",
        || {
            for kind in KINDS {
                let broken = TapOptions { reads_fail: Some((0, kind)), ..TapOptions::default() };
                same_error(echo_once(&mut MemoryStream::new("hello", broken)), kind);
                let broken = TapOptions { writes_fail: Some(kind), ..TapOptions::default() };
                same_error(echo_once(&mut MemoryStream::new("hello", broken)), kind);
            }
            let full = TapOptions { write_at_most: Some(0), ..TapOptions::default() };
            if let Ok(count) = echo_once(&mut MemoryStream::new("hello", full)) {
                fail(format!("a write took 0 bytes, nothing was sent back, and yet your code returned Ok({count})"));
            }
        },
    );
}

#[test]
fn a_piece_without_a_newline_comes_back_at_once() {
    ANY_BYTES.check(
        "what has come is sent back, although it does not end in a newline and the input has not ended.",
        "reading until something is found or the input ends. A plain read returns as soon as there is anything.",
        || {
            TestConnection::with(echo).send("no newline").expect("no newline");
        },
    );
}

#[test]
fn it_says_how_many_bytes_there_were() {
    ANY_BYTES.check(
        "your code returns how many bytes came, and 0 when the other end has finished.",
        "returning the size of the buffer, or what is left of it. The number is the one that read has returned.",
        || {
            let mut talk = TestConnection::with(echo);
            talk.send("seven..").then_send("four").half_close().drain();
            let counts = value_of("echo_once", talk.finish());
            let last = counts.last().copied().unwrap_or_default();
            if last != 0 {
                fail(format!("the other end had finished, and your code said that {last} bytes came"));
            }
            same("the sum of what your code returned for 7 and 4 bytes", &counts.iter().sum(), &11_usize);
        },
    );
}

/// What may go wrong with a connection; the last of them is not often thought of.
const KINDS: [ErrorKind; 6] = [
    ErrorKind::ConnectionReset,
    ErrorKind::BrokenPipe,
    ErrorKind::UnexpectedEof,
    ErrorKind::TimedOut,
    ErrorKind::WouldBlock,
    ErrorKind::PermissionDenied,
];

/// A connection on which one piece comes, and then the end.
struct OnePiece {
    piece: Vec<u8>,
    reads: usize,
    /// How much of the piece the first read has brought.
    brought: usize,
    written: Vec<u8>,
}

impl Read for OnePiece {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reads += 1;
        let start = self.brought;
        let count = buffer.len().min(self.piece.len() - start);
        buffer[..count].copy_from_slice(&self.piece[start..start + count]);
        if self.reads == 1 {
            self.brought = count;
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
