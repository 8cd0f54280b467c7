//! A connection without a network: what it gives and takes is written down beforehand.

use std::{
    collections::VecDeque,
    io::{self, Read, Write},
};

/// So many reads after the end of the input are a loop that never stops.
const ENDLESS: u32 = 2_000;

/// Reads what a script says, keeps what is written, and fails where the script says so.
#[derive(Debug, Default)]
pub struct Scripted {
    reads: VecDeque<io::Result<Vec<u8>>>,
    writes: VecDeque<io::Result<usize>>,
    written: Vec<Vec<u8>>,
    reads_after_end: u32,
}

impl Scripted {
    /// Each read gives the next of these, and after the last comes the end of input.
    pub fn reading<B: Into<Vec<u8>>>(reads: impl IntoIterator<Item = io::Result<B>>) -> Self {
        let reads = reads.into_iter().map(|read| read.map(Into::into)).collect();
        Self { reads, ..Self::default() }
    }

    /// Each write takes at most the next of these numbers of bytes, and after the last all it is offered.
    #[must_use]
    pub fn writing(self, writes: impl IntoIterator<Item = io::Result<usize>>) -> Self {
        Self { writes: writes.into_iter().collect(), ..self }
    }

    /// What each write took, in order.
    pub fn writes(&self) -> &[Vec<u8>] {
        &self.written
    }

    /// All that was written.
    pub fn written(&self) -> Vec<u8> {
        self.written.concat()
    }

    /// How many of the scripted reads are still to come.
    pub fn unread(&self) -> usize {
        self.reads.len()
    }
}

impl Read for Scripted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(read) = self.reads.pop_front() else {
            self.reads_after_end += 1;
            assert!(self.reads_after_end < ENDLESS, "reads again and again after the end of the input");
            return Ok(0);
        };
        let mut bytes = read?;
        let count = bytes.len().min(buffer.len());
        buffer[..count].copy_from_slice(&bytes[..count]);
        if count < bytes.len() {
            self.reads.push_front(Ok(bytes.split_off(count)));
        }
        Ok(count)
    }
}

impl Write for Scripted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let most = self.writes.pop_front().unwrap_or(Ok(bytes.len()))?;
        let taken = &bytes[..most.min(bytes.len())];
        self.written.push(taken.to_vec());
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use io::ErrorKind::{ConnectionReset, Interrupted};

    #[test]
    fn reads_follow_the_script_and_split_where_the_buffer_is_small() {
        let mut connection = Scripted::reading([Ok("abc"), Err(ConnectionReset.into()), Ok("d")]);
        let mut buffer = [0; 2];
        assert_eq!(connection.read(&mut buffer).unwrap(), 2);
        assert_eq!((&buffer, connection.unread()), (b"ab", 3));
        assert_eq!(connection.read(&mut buffer).unwrap(), 1);
        assert_eq!(connection.read(&mut buffer).unwrap_err().kind(), ConnectionReset);
        assert_eq!(connection.read(&mut buffer).unwrap(), 1);
        assert_eq!((buffer[0], connection.read(&mut buffer).unwrap()), (b'd', 0));
    }

    #[test]
    fn writes_take_what_the_script_says_and_then_everything() {
        let mut connection =
            Scripted::reading([Ok("")]).writing([Ok(1), Err(Interrupted.into()), Ok(9), Ok(0)]);
        assert_eq!(connection.write(b"abc").unwrap(), 1);
        assert_eq!(connection.write(b"bc").unwrap_err().kind(), Interrupted);
        assert_eq!(connection.write(b"bc").unwrap(), 2);
        assert_eq!(connection.write(b"de").unwrap(), 0);
        assert_eq!(connection.write(b"de").unwrap(), 2);
        assert_eq!((connection.writes().len(), connection.written()), (4, b"abcde".to_vec()));
    }

    #[test]
    #[should_panic(expected = "after the end of the input")]
    fn a_loop_that_does_not_stop_at_the_end_is_ended() {
        let mut connection = Scripted::reading([Ok("a")]);
        while connection.read(&mut [0; 2]).is_ok() {}
    }
}
