//! A connection in memory: for checks that move more than a socket moves in time.

use super::{
    TapOptions,
    observer::Observer,
    record::{current, note},
};
use std::io::{self, ErrorKind, Read, Write};
use support::lock;

/// Nobody writes that much in a check. Code without an end is stopped here, before it takes all memory.
const MOST_OUTPUT: usize = 8 << 20;

/// A connection without a socket, at which a check looks afterwards.
///
/// Each call costs so little that a megabyte may pass byte by byte. A read brings as much as it has room for, which no
/// socket promises, so that what the learner's code makes room for shows.
#[derive(Debug, Default)]
pub struct MemoryStream {
    input: Vec<u8>,
    read: usize,
    /// All that was written.
    pub output: Vec<u8>,
    observer: Observer,
    /// The most bytes that had been read and not yet written, at any time.
    pub most_held: usize,
    /// The most bytes that had been read and not yet written when a read asked for more. On a socket that read may have to
    /// wait for somebody who waits for these bytes.
    pub most_held_at_read: usize,
    ended: bool,
    /// How many bytes were written before a read had found the end of the input.
    pub written_before_end: usize,
    accepted_nothing: bool,
}

impl MemoryStream {
    /// A connection on which this is all that comes.
    pub fn new(input: impl Into<Vec<u8>>, options: TapOptions) -> Self {
        let input = input.into();
        options.note();
        lock(&current()).transcript.sent(&input);
        if options.reads_fail.is_none() {
            note("the end of your input");
        }
        Self { input, observer: Observer::new(options), ..Self::default() }
    }

    /// How many bytes were read and are not yet written.
    fn held(&self) -> usize {
        self.read.saturating_sub(self.output.len())
    }
}

impl Read for MemoryStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.most_held_at_read = self.most_held_at_read.max(self.held());
        let mut rest = &self.input[self.read..];
        let count = self.observer.read(buffer, |buffer| rest.read(buffer))?;
        self.read += count;
        self.ended |= count == 0 && !buffer.is_empty();
        self.most_held = self.most_held.max(self.held());
        Ok(count)
    }
}

impl Write for MemoryStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Self { observer, output, accepted_nothing, .. } = self;
        let count = observer.write(bytes, |room| {
            // One that accepted nothing is the last, so that code which offers the same again comes to an end: that may be right,
            // and it may not say that all is well.
            if *accepted_nothing || output.len() + room.len() > MOST_OUTPUT {
                return Err(ErrorKind::BrokenPipe.into());
            }
            *accepted_nothing = room.is_empty() && !bytes.is_empty();
            output.write(room)
        })?;
        self.written_before_end += if self.ended { 0 } else { count };
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Exercise;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    const TEST: Exercise = Exercise { name: "test", read: "nothing" };

    #[test]
    fn what_comes_is_read_in_pieces_and_what_is_written_is_kept() {
        TEST.check("a requirement.", "a cause.", || {
            let options =
                TapOptions { read_at_most: Some(3), write_at_most: Some(2), ..TapOptions::default() };
            let mut stream = MemoryStream::new("abcdefg", options);
            let mut buffer = [0; 10];
            assert_eq!(stream.read(&mut buffer).unwrap(), 3);
            assert_eq!(stream.write(&buffer[..3]).unwrap(), 2);
            assert_eq!(stream.read(&mut buffer).unwrap(), 3);
            assert_eq!((stream.output.as_slice(), stream.most_held), (&b"ab"[..], 4));
        });
    }

    #[test]
    fn what_is_held_when_more_is_asked_for_and_what_is_said_too_early_is_counted() {
        TEST.check("a requirement.", "a cause.", || {
            let mut stream = MemoryStream::new("abcdef", TapOptions::default());
            let mut buffer = [0; 3];
            stream.read_exact(&mut buffer).unwrap();
            stream.write_all(&buffer[..1]).unwrap();
            stream.read_exact(&mut buffer).unwrap();
            assert_eq!((stream.most_held_at_read, stream.written_before_end), (2, 1));
            assert_eq!(stream.read(&mut buffer).unwrap(), 0);
            stream.write_all(b"bcdef").unwrap();
            assert_eq!((stream.most_held_at_read, stream.written_before_end), (5, 1));
        });
    }

    #[test]
    fn a_write_that_takes_nothing_is_the_last_one() {
        TEST.check("a requirement.", "a cause.", || {
            let mut stream =
                MemoryStream::new("", TapOptions { write_at_most: Some(0), ..TapOptions::default() });
            let kind = |outcome: io::Result<usize>| outcome.map_err(|error| error.kind());
            assert_eq!(kind(stream.write(b"")), Ok(0));
            assert_eq!(kind(stream.write(b"a")), Ok(0));
            assert_eq!(kind(stream.write(b"a")), Err(ErrorKind::BrokenPipe));
        });
    }

    #[test]
    fn every_other_call_is_interrupted_when_asked_for() {
        TEST.check("a requirement.", "a cause.", || {
            let options = TapOptions { interruptions: 1, ..TapOptions::default() };
            let mut stream = MemoryStream::new("a", options);
            let kind = |outcome: io::Result<usize>| outcome.map_err(|error| error.kind());
            assert_eq!(kind(stream.read(&mut [0])), Err(ErrorKind::Interrupted));
            assert_eq!(kind(stream.read(&mut [0])), Ok(1));
            assert_eq!(kind(stream.write(b"a")), Err(ErrorKind::Interrupted));
            assert_eq!(kind(stream.write(b"a")), Ok(1));
        });
    }

    #[test]
    fn code_that_never_stops_is_stopped() {
        let reads_on = || {
            let mut stream = MemoryStream::new("a", TapOptions::default());
            while stream.read(&mut [0]).is_ok() {}
        };
        assert!(
            catch_unwind(AssertUnwindSafe(|| TEST.check("a requirement.", "a cause.", reads_on))).is_err()
        );
        TEST.check("a requirement.", "a cause.", || {
            let mut stream = MemoryStream::new("", TapOptions::default());
            while stream.write(&[0; 4096]).is_ok() {}
            assert_eq!(stream.output.len(), MOST_OUTPUT);
        });
    }
}
