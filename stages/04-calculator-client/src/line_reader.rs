//! Whole lines from anything that reads, however the bytes arrive.

use calculator_server::{LineDecoder, LineTooLong, READ_BUFFER_SIZE};
use std::{
    collections::VecDeque,
    io::{self, ErrorKind, Read},
};

/// A line, without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// It came with its end.
    Whole(Vec<u8>),
    /// The stream ended before the line did. Typed by a person it is as good as whole; sent by a server it is not.
    Truncated(Vec<u8>),
    /// It passed the bound, and goes nowhere.
    TooLong,
}

/// Gathers lines from a stream that is lent for each.
///
/// What one read brings beyond the line that is asked for is kept for the next: nothing is lost, and nothing that
/// has come is waited for. It holds one read at most, and one unfinished line.
#[derive(Debug)]
pub struct LineReader {
    lines: LineDecoder,
    ready: VecDeque<Line>,
    buffer: Box<[u8]>,
}

impl LineReader {
    /// A reader of lines of at most `max` bytes, not counting the end of the line.
    #[must_use]
    pub fn new(max: usize) -> Self {
        Self {
            lines: LineDecoder::new(max),
            ready: VecDeque::new(),
            buffer: vec![0; READ_BUFFER_SIZE].into(),
        }
    }

    /// The next line, or `None` at the end of the stream.
    ///
    /// # Errors
    ///
    /// When the stream cannot be read. What had come of the line before is kept.
    pub fn next_line(&mut self, mut stream: impl Read) -> io::Result<Option<Line>> {
        loop {
            if let Some(line) = self.ready.pop_front() {
                return Ok(Some(line));
            }
            match stream.read(&mut self.buffer) {
                Ok(0) => return Ok(self.last()),
                Ok(count) => self.gather(count),
                // A signal came in while we waited. The stream is as good as before.
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Takes out what has come and was not asked for: a line, or the beginning of one.
    pub(crate) fn unread(&mut self) -> Option<Line> {
        self.ready.pop_front().or_else(|| self.last())
    }

    /// Takes in the first bytes of the buffer.
    fn gather(&mut self, count: usize) {
        self.lines.feed(&self.buffer[..count], |line| {
            self.ready.push_back(line.map_or(Line::TooLong, |line| Line::Whole(line.to_vec())));
        });
    }

    /// The line that the end of the stream cut off, if there is one.
    fn last(&mut self) -> Option<Line> {
        let mut last = None;
        self.lines.finish(|line: Result<&[u8], LineTooLong>| {
            last = Some(line.map_or(Line::TooLong, |line| Line::Truncated(line.to_vec())));
        });
        last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream that brings one of these at a time.
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
    fn a_line_that_has_come_is_not_kept_waiting_for_more() {
        let mut stream = Stream::of(&[Ok(b"1\n2\n3"), Err(ErrorKind::TimedOut)]);
        let mut reader = LineReader::new(8);
        assert_eq!(reader.next_line(&mut stream).unwrap(), Some(whole("1")));
        assert_eq!(reader.next_line(&mut stream).unwrap(), Some(whole("2")));
        assert_eq!(reader.next_line(&mut stream).unwrap_err().kind(), ErrorKind::TimedOut);
    }

    #[test]
    fn a_signal_does_not_interrupt_and_a_failure_loses_nothing() {
        let mut stream =
            Stream::of(&[Ok(b"1"), Err(ErrorKind::Interrupted), Err(ErrorKind::TimedOut), Ok(b"2\n")]);
        let mut reader = LineReader::new(8);
        assert_eq!(reader.next_line(&mut stream).unwrap_err().kind(), ErrorKind::TimedOut);
        assert_eq!(reader.next_line(&mut stream).unwrap(), Some(whole("12")));
    }

    #[test]
    fn a_line_without_its_end_is_told_from_a_whole_one() {
        let mut stream = Stream::of(&[Ok(b"1\n2")]);
        let mut reader = LineReader::new(8);
        assert_eq!(reader.next_line(&mut stream).unwrap(), Some(whole("1")));
        assert_eq!(reader.next_line(&mut stream).unwrap(), Some(Line::Truncated("2".into())));
        assert_eq!(reader.next_line(&mut stream).unwrap(), None);
    }

    #[test]
    fn a_line_beyond_the_bound_is_reported_before_it_ends_and_the_next_is_read_as_usual() {
        let mut stream = Stream::of(&[Ok(b"12345"), Err(ErrorKind::TimedOut), Ok(b"6789\n1234\n")]);
        let mut reader = LineReader::new(4);
        assert_eq!(reader.next_line(&mut stream).unwrap(), Some(Line::TooLong));
        assert_eq!(reader.next_line(&mut stream).unwrap_err().kind(), ErrorKind::TimedOut);
        assert_eq!(reader.next_line(&mut stream).unwrap(), Some(whole("1234")));
    }
}
