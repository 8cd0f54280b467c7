//! Whole lines from anything that implements `Read`, however the bytes arrive.

use calculator_server::{LineDecoder, LineTooLong, READ_BUFFER_SIZE};
use std::{
    collections::VecDeque,
    io::{self, ErrorKind, Read},
};

/// A line, without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// It arrived with its end.
    Whole(Vec<u8>),
    /// The stream ended before the line did. On standard input that is a line too; from a server it is not a reply.
    Truncated(Vec<u8>),
    /// It is longer than the limit; its bytes were discarded.
    TooLong,
}

/// Reads lines from a stream, which is passed to each call.
///
/// Bytes that a read returns beyond the next line are kept for later calls, so nothing is lost, and a line that has
/// arrived needs no further read. It holds the lines of one read at most, and one incomplete line.
#[derive(Debug)]
// ANCHOR: line_reader
pub struct LineReader {
    decoder: LineDecoder,
    ready: VecDeque<Line>,
    buffer: Box<[u8]>,
}
// ANCHOR_END: line_reader

impl LineReader {
    /// A reader for lines of at most `max` bytes, not counting the end of the line.
    #[must_use]
    pub fn new(max: usize) -> Self {
        Self {
            decoder: LineDecoder::new(max),
            ready: VecDeque::new(),
            buffer: vec![0; READ_BUFFER_SIZE].into(),
        }
    }

    /// Returns the next line, or `None` at the end of the stream.
    ///
    /// # Errors
    ///
    /// If the stream cannot be read. The bytes of an incomplete line are kept.
    // ANCHOR: next_line
    pub fn next_line(&mut self, mut stream: impl Read) -> io::Result<Option<Line>> {
        loop {
            if let Some(line) = self.ready.pop_front() {
                return Ok(Some(line));
            }
            match stream.read(&mut self.buffer) {
                Ok(0) => return Ok(self.finish()),
                Ok(count) => self.decode(count),
                // A signal interrupted the call. Nothing was read or lost.
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
    // ANCHOR_END: next_line

    /// Takes out bytes that were read and are not used yet: a line, or the beginning of one.
    pub(crate) fn unread(&mut self) -> Option<Line> {
        self.ready.pop_front().or_else(|| self.finish())
    }

    /// Adds the lines in the first `count` bytes of the buffer to the queue.
    fn decode(&mut self, count: usize) {
        self.decoder.feed(&self.buffer[..count], |line| {
            self.ready.push_back(line.map_or(Line::TooLong, |line| Line::Whole(line.to_vec())));
        });
    }

    /// The line that the end of the stream truncated, if there is one.
    fn finish(&mut self) -> Option<Line> {
        let mut last = None;
        self.decoder.finish(|line: Result<&[u8], LineTooLong>| {
            last = Some(line.map_or(Line::TooLong, |line| Line::Truncated(line.to_vec())));
        });
        last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream that returns one of these per read.
    struct Stream(VecDeque<Result<&'static [u8], ErrorKind>>);

    impl Stream {
        fn of(reads: &[Result<&'static [u8], ErrorKind>]) -> Self {
            Self(reads.iter().copied().collect())
        }
    }

    impl Read for Stream {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let bytes = self.0.pop_front().unwrap_or(Ok(b""))?;
            buffer[..bytes.len()].copy_from_slice(bytes);
            Ok(bytes.len())
        }
    }

    fn whole(line: &str) -> Line {
        Line::Whole(line.into())
    }

    #[test]
    fn lines_are_whole_however_the_bytes_arrive() {
        let mut stream = Stream::of(&[Ok(b"1"), Ok(b"2\r"), Ok(b"\n\n3\n4"), Ok(b"5\n")]);
        let mut reader = LineReader::new(8);
        for line in ["12", "", "3", "45"] {
            assert_eq!(reader.next_line(&mut stream).unwrap(), Some(whole(line)));
        }
        assert_eq!(reader.next_line(&mut stream).unwrap(), None);
    }

    #[test]
    fn a_line_that_has_arrived_is_returned_without_another_read() {
        let mut stream = Stream::of(&[Ok(b"1\n2\n3"), Err(ErrorKind::TimedOut)]);
        let mut reader = LineReader::new(8);
        assert_eq!(reader.next_line(&mut stream).unwrap(), Some(whole("1")));
        assert_eq!(reader.next_line(&mut stream).unwrap(), Some(whole("2")));
        assert_eq!(reader.next_line(&mut stream).unwrap_err().kind(), ErrorKind::TimedOut);
    }

    #[test]
    fn an_interrupted_read_is_repeated_and_an_error_loses_nothing() {
        let mut stream =
            Stream::of(&[Ok(b"1"), Err(ErrorKind::Interrupted), Err(ErrorKind::TimedOut), Ok(b"2\n")]);
        let mut reader = LineReader::new(8);
        assert_eq!(reader.next_line(&mut stream).unwrap_err().kind(), ErrorKind::TimedOut);
        assert_eq!(reader.next_line(&mut stream).unwrap(), Some(whole("12")));
    }

    #[test]
    fn a_truncated_line_is_distinguished_from_a_whole_one() {
        let mut stream = Stream::of(&[Ok(b"1\n2")]);
        let mut reader = LineReader::new(8);
        assert_eq!(reader.next_line(&mut stream).unwrap(), Some(whole("1")));
        assert_eq!(reader.next_line(&mut stream).unwrap(), Some(Line::Truncated("2".into())));
        assert_eq!(reader.next_line(&mut stream).unwrap(), None);
    }

    #[test]
    fn a_line_beyond_the_limit_is_reported_before_it_ends_and_the_next_is_read_as_usual() {
        let mut stream = Stream::of(&[Ok(b"12345"), Err(ErrorKind::TimedOut), Ok(b"6789\n1234\n")]);
        let mut reader = LineReader::new(4);
        assert_eq!(reader.next_line(&mut stream).unwrap(), Some(Line::TooLong));
        assert_eq!(reader.next_line(&mut stream).unwrap_err().kind(), ErrorKind::TimedOut);
        assert_eq!(reader.next_line(&mut stream).unwrap(), Some(whole("1234")));
    }
}
