//! Echo a megabyte.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{
    Exercise, LIMIT, MemoryStream, TapOptions, TestConnection, fail, note, same, same_bytes, same_error,
    value_of,
};
use exercise::echo;
use std::io::{self, ErrorKind, Read, Write};

const A_MEGABYTE: Exercise = Exercise {
    name: "a_megabyte",
    read: "part 2, \"A stream has no message boundaries\" (book/src/2-echo/message-boundaries.md)",
};

/// The most that may be held at any time, as the exercise says.
const MOST: usize = 64 * 1024;

/// The given number of words of eight bytes. They are numbered, so that a gap shows.
fn words(count: usize) -> Vec<u8> {
    (0..count).flat_map(|number| format!("{number:06}, ").into_bytes()).collect()
}

/// An input larger than any memory, of which nothing is kept. It ends after a number of calls too, so that code which
/// moves single bytes reaches the end.
#[derive(Default)]
struct Film {
    /// The input ends a little after this many bytes.
    most: u64,
    calls: u32,
    read: u64,
    written: u64,
    most_held: u64,
    ended: bool,
}

impl Film {
    const CALLS: u32 = 1_300_000;
}

impl Read for Film {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.calls += 1;
        if self.calls > Self::CALLS || self.read > self.most {
            self.ended = true;
            return Ok(0);
        }
        self.read += buffer.len() as u64;
        self.most_held = self.most_held.max(self.read - self.written);
        Ok(buffer.len())
    }
}

impl Write for Film {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.calls += 1;
        self.written += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_megabyte_comes_back_whole() {
    A_MEGABYTE.check_within(
        4 * LIMIT,
        "a megabyte and a few bytes more come back unchanged, and your code returns how many there were.",
        "the code reads or writes once, or a fixed number of times. A read returns what is there now, here at most 1,000 \
         bytes, and a write takes what it has room for. So only the end of the stream may end the loop.",
        || {
            let pieces = TapOptions { read_at_most: Some(1000), write_at_most: Some(700), ..TapOptions::default() };
            // No multiple of a usual buffer size.
            let sent = [&words(128 * 1024)[..], b"and a bit"].concat();
            let mut connection = MemoryStream::new(sent.clone(), pieces);
            let count = value_of("echo", echo(&mut connection));
            same_bytes("what was sent back", &connection.output, &sent);
            same("what your code returned", &count, &(sent.len() as u64));
        },
    );
}

#[test]
fn every_length_comes_back() {
    A_MEGABYTE.check(
        "any number of bytes comes back complete, and your code returns this number.",
        "the last piece is forgotten or counted twice, or the type of a number is too small. An empty input has a length \
         too: 0.",
        || {
            for length in [0, 1, 2, 255, 256, 1023, 1024, 1025, 4096, 8191, 8192, 8193, 65_535, 65_536, 65_537] {
                let sent = vec![b'x'; length];
                let mut connection = MemoryStream::new(sent.clone(), TapOptions::default());
                let count = value_of("echo", echo(&mut connection));
                same_bytes("what was sent back", &connection.output, &sent);
                same("what your code returned", &count, &(length as u64));
            }
            let bytes: Vec<u8> = (0..=u8::MAX).chain("caf\u{e9}".bytes()).collect();
            let mut connection = MemoryStream::new(bytes.clone(), TapOptions::default());
            let count = value_of("echo", echo(&mut connection));
            same_bytes("what was sent back", &connection.output, &bytes);
            same("what your code returned", &count, &261);
        },
    );
}

#[test]
fn what_has_arrived_is_sent_back_at_once() {
    A_MEGABYTE.check(
        "each piece is sent back as soon as it has arrived, while the client is still sending.",
        "the code waits for more before it sends: for the end of the stream, a full buffer or a newline. \
         A plain `read` returns as soon as any bytes are there.",
        || {
            let mut client = TestConnection::with(echo);
            client.send("a piece").expect("a piece").then_send("x").expect("x");
            let long = words(500);
            client.then_send(&long).expect(&long).then_send("\n").expect("\n");
            client.half_close().expect_end();
            same("what your code returned", &value_of("echo", client.finish()), &4009);
            // A read of this connection fills the whole buffer.
            let mut connection = MemoryStream::new(words(16 * 1024), TapOptions::default());
            let outcome = echo(&mut connection);
            let held = connection.most_held_at_read;
            if held > 0 {
                fail(format!(
                    "your code read again while it held {held} bytes that it had not yet sent back"
                ));
            }
            value_of("echo", outcome);
        },
    );
}

#[test]
fn a_small_piece_is_not_the_end() {
    A_MEGABYTE.check(
        "after a small piece your code reads again.",
        "a read that does not fill the buffer is treated as the last one. It only means that no more bytes had arrived yet. \
         At the end of the stream a read returns 0.",
        || {
            TestConnection::with(echo).send("x").then_send("yz").half_close().expect("xyz");
        },
    );
}

#[test]
fn at_most_64_kib_are_held() {
    A_MEGABYTE.check(
        "your code never holds more than 64 KiB that it has read and not yet sent back.",
        "the code collects pieces before it sends them, in a Vec that grows or in a very big buffer. Send each piece back \
         before you read the next.",
        || {
            // A read of this connection fills the whole buffer.
            let mut connection = MemoryStream::new(words(16 * 1024), TapOptions::default());
            let outcome = echo(&mut connection);
            let held = connection.most_held;
            if held > MOST {
                fail(format!("your code held {held} bytes at once"));
            }
            value_of("echo", outcome);
            let mut film = Film { most: 1 << 20, ..Film::default() };
            let outcome = echo(&mut film);
            if film.most_held > MOST as u64 {
                fail(format!("your code held {} bytes at once, of an input of more than 128 KiB", film.most_held));
            }
            value_of("echo", outcome);
        },
    );
}

#[test]
fn an_input_bigger_than_any_memory_comes_back() {
    A_MEGABYTE.check_within(
        10 * LIMIT,
        "however much arrives, here up to 5 GB, all of it is sent back and counted.",
        "a limit of your own, or a type that is too small for the number: a `u32` counts to 4,294,967,295, and a film may \
         have more bytes than that.",
        || {
            note("the input is a film of up to 5 GB; each read fills the whole buffer");
            let mut film = Film { most: 5_000_000_000, ..Film::default() };
            let count = value_of("echo", echo(&mut film));
            if !film.ended {
                fail(format!("your code returned after {} bytes, before the end of the stream", film.read));
            }
            same("the number of bytes that were sent back", &film.written, &film.read);
            same("what your code returned", &count, &film.read);
        },
    );
}

#[test]
fn it_returns_how_many_bytes_there_were() {
    A_MEGABYTE.check(
        "at the end of the stream your code returns how many bytes arrived in total.",
        "the code counts something other than bytes, or only the last piece. Add up the numbers that the reads returned.",
        || {
            let mut client = TestConnection::with(echo);
            client.send("seven..").then_send("four").half_close().drain();
            let count = value_of("echo", client.finish());
            same("what your code returned for 7 and 4 bytes", &count, &11);
        },
    );
}

#[test]
fn an_error_is_returned() {
    A_MEGABYTE.check(
        "if reading or writing fails, that error is returned, and everything read before it has been sent back.",
        "an `unwrap`, a `let _ =`, or an error that is treated as the end of the stream, so that half a film counts as a \
         whole one. A write of 0 bytes is no success either.",
        || {
            for kind in [
                ErrorKind::ConnectionReset,
                ErrorKind::UnexpectedEof,
                ErrorKind::BrokenPipe,
                ErrorKind::TimedOut,
                ErrorKind::WouldBlock,
                ErrorKind::PermissionDenied,
            ] {
                let broken = TapOptions { reads_fail: Some((5, kind)), ..TapOptions::default() };
                let mut connection = MemoryStream::new("half a film", broken);
                same_error(echo(&mut connection), kind);
                same_bytes("what was sent back", &connection.output, "half ");
                let broken = TapOptions { writes_fail: Some(kind), ..TapOptions::default() };
                same_error(echo(&mut MemoryStream::new("half a film", broken)), kind);
            }
            let full = TapOptions { write_at_most: Some(0), ..TapOptions::default() };
            if let Ok(count) = echo(&mut MemoryStream::new("half a film", full)) {
                fail(format!("a write took 0 bytes, so nothing was sent back, but your code returned Ok({count})"));
            }
        },
    );
}
