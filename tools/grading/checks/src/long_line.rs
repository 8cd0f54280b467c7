//! A line that is longer than any limit that somebody would think of, as far as the time allows.

use super::TimeBudget;
use std::{
    io::{self, Read, Write},
    time::Duration,
};

/// Code that reads a byte at a time, or looks through the whole line after each read, is slow and right: the line ends when it
/// has been read for so long. Other code gets as many bytes as a check asks for, and so does a thread that has hardly run
/// meanwhile, because the machine is busy.
const LONG_ENOUGH: Duration = Duration::from_secs(1);

/// How much a read brings at most.
const PIECE: usize = 64 << 10;

/// A connection on which a long line comes, and then more. What is written to it is kept.
///
/// The line begins to take its time with the first read.
#[derive(Debug)]
pub struct LongLine {
    pattern: &'static [u8],
    /// The pattern again and again, as much as a read brings at most.
    piece: Vec<u8>,
    most: usize,
    /// From the first read on.
    budget: Option<TimeBudget>,
    /// How long the line has become.
    pub length: usize,
    rest: &'static [u8],
    /// All that was written.
    pub output: Vec<u8>,
}

impl LongLine {
    /// Longer than the 16 MiB that a limit may have.
    pub const LENGTH: usize = 20 << 20;

    /// A line of at most `most` bytes that repeat the pattern, after which `rest` comes, such as its line end.
    #[must_use]
    pub fn new(pattern: &'static [u8], most: usize, rest: &'static [u8]) -> Self {
        let piece = pattern.repeat(PIECE / pattern.len());
        Self { pattern, piece, most, budget: None, length: 0, rest, output: Vec::new() }
    }

    /// The line, without what comes after it.
    #[must_use]
    pub fn line(&self) -> Vec<u8> {
        let mut line = self.pattern.repeat(self.length / self.pattern.len() + 1);
        line.truncate(self.length);
        line
    }

    /// What a read with this much room brings of the line; nothing when it has ended.
    fn next(&mut self, room: usize) -> &[u8] {
        if self.budget.get_or_insert_with(|| TimeBudget::of_caller(LONG_ENOUGH)).is_spent() {
            self.most = self.length;
        }
        let piece = &self.piece[self.length % self.pattern.len()..];
        &piece[..piece.len().min(room).min(self.most - self.length)]
    }
}

impl Read for LongLine {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let next = self.next(buffer.len());
        if next.is_empty() {
            return self.rest.read(buffer);
        }
        let count = next.len();
        buffer[..count].copy_from_slice(next);
        self.length += count;
        Ok(count)
    }
}

impl Write for LongLine {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.output.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead as _, BufReader};

    #[test]
    fn the_line_is_as_long_as_it_was_asked_for_and_then_the_rest_comes() {
        let mut connection = BufReader::with_capacity(7, LongLine::new(b"abc", 20, b"\nafter"));
        let mut line = Vec::new();
        connection.read_until(b'\n', &mut line).unwrap();
        assert_eq!(line, b"abcabcabcabcabcabcab\n");
        assert_eq!([connection.get_ref().line().as_slice(), b"\n"].concat(), line);
        assert_eq!(io::read_to_string(connection).unwrap(), "after");
    }

    #[test]
    fn a_line_that_is_read_for_too_long_ends() {
        let mut connection = LongLine::new(b"x", usize::MAX, b"\n");
        let mut count = 0;
        while connection.read(&mut [0]).unwrap() == 1 {
            count += 1;
        }
        assert_eq!(connection.length + 1, count);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_line_goes_on_for_a_thread_that_could_not_run() {
        let mut connection = LongLine::new(b"x", usize::MAX, b"\n");
        assert_eq!(connection.read(&mut [0]).unwrap(), 1);
        connection.budget.as_mut().unwrap().end = std::time::Instant::now();
        assert_eq!(connection.read(&mut [0; 2]).unwrap(), 2);
        assert_eq!(connection.length, 3);
    }

    #[test]
    fn what_is_written_is_kept() {
        let mut connection = LongLine::new(b"x", 1, b"\n");
        connection.write_all(b"1\n").unwrap();
        assert_eq!(connection.output, b"1\n");
    }
}
