//! What a check receives: bytes that it expects, a line, or all that comes.

use super::{TestConnection, shown};
use crate::failure::Failure;
use std::{io::Read as _, time::Duration};
use support::{Difference, is_timeout, lock};

/// The longest line that is waited for.
const LONGEST: usize = 64 * 1024;

/// How long a silence has to be to count as the end of it. Nobody whose code is right ever waits for this.
const SILENCE: Duration = Duration::from_millis(100);

impl<T: Send + 'static> TestConnection<T> {
    /// The next bytes that come must be these.
    pub fn expect(&mut self, expected: impl AsRef<[u8]>) -> &mut Self {
        let expected = expected.as_ref();
        self.step(&format!("waiting for {}", shown(expected)));
        let mut received = Vec::new();
        let mut buffer = vec![0; expected.len().min(64 * 1024)];
        while received.len() < expected.len() {
            let room = buffer.len().min(expected.len() - received.len());
            let count = self.receive(&mut buffer[..room], expected, &received);
            received.extend_from_slice(&buffer[..count]);
            let same = received.len().saturating_sub(count);
            if count == 0 || received[same..] != expected[same..received.len()] {
                self.read_on(&mut received, expected.len());
                self.differs(expected, &received, count == 0);
            }
        }
        self
    }

    /// Nothing more may come, and the learner's code must end its output.
    pub fn expect_end(&mut self) -> &mut Self {
        self.step("waiting for your code to end the connection");
        let mut more = vec![0; 256];
        let count = self.receive(&mut more, &[], &[]);
        if count > 0 {
            more.truncate(count);
            self.read_on(&mut more, 256);
            let difference = Difference::of_bytes(b"", &more);
            self.throw(Failure::differing("your code sent more than it should", difference));
        }
        lock(&self.record).transcript.note("the end of your output");
        self
    }

    /// All that comes until the learner's code ends its output.
    pub fn rest(&mut self) -> Vec<u8> {
        self.step("waiting for your code to end the connection");
        let mut received = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            match self.receive(&mut buffer, &[], &[]) {
                0 => return received,
                count => received.extend_from_slice(&buffer[..count]),
            }
        }
    }

    /// The next line that comes, without its LF, whatever it says.
    pub fn line(&mut self) -> Vec<u8> {
        self.step("waiting for a line");
        let mut line = Vec::new();
        let mut buffer = [0; 4096];
        while line.len() < LONGEST {
            // A look ahead, so that what follows the line stays. Byte by byte, a long line would take seconds under Wine.
            let ahead = self.until_the_deadline(|| self.stream.peek(&mut buffer)).unwrap_or(0).max(1);
            let end = buffer[..ahead].iter().position(|byte| *byte == b'\n');
            let count = self.receive(&mut buffer[..end.map_or(ahead, |end| end + 1)], &[], &[]);
            if count == 0 {
                self.throw(Failure::new("your code ended the connection where a line was expected"));
            }
            line.extend_from_slice(&buffer[..count]);
            if line.pop_if(|last| *last == b'\n').is_some() {
                return line;
            }
        }
        self.throw(Failure::new(format!("your code sent {LONGEST} bytes without a line ending")))
    }

    /// One read, of which a passed deadline or a broken connection is a failure. No bytes are the end.
    fn receive(&self, buffer: &mut [u8], expected: &[u8], before: &[u8]) -> usize {
        match self.until_the_deadline(|| (&self.stream).read(buffer)) {
            Ok(count) => {
                if count > 0 {
                    lock(&self.record).transcript.received(&buffer[..count]);
                }
                count
            }
            Err(error) if is_timeout(&error) => self.silent(expected, before),
            Err(_) => self.broken(expected, before),
        }
    }

    /// Takes what else comes until there are so many bytes. So the message shows the whole of what was said, and the same
    /// each time, however it was cut up on the way.
    fn read_on(&self, received: &mut Vec<u8>, most: usize) {
        let mut buffer = [0; 4096];
        while received.len() < most && !self.deadline().has_passed() {
            let room = buffer.len().min(most - received.len());
            let silence = self.deadline().after(SILENCE);
            let Ok(count @ 1..) = self.until(&silence, || (&self.stream).read(&mut buffer[..room])) else {
                return;
            };
            lock(&self.record).transcript.received(&buffer[..count]);
            received.extend_from_slice(&buffer[..count]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Exercise, TestConnection};
    use std::io::Write as _;

    const TEST: Exercise = Exercise { name: "test", read: "nothing" };

    #[test]
    fn what_is_sent_in_pieces_is_read_to_its_end_or_to_a_limit() {
        TEST.check("a requirement.", "a cause.", || {
            let connection = TestConnection::with(|mut tap| {
                b"all of it".iter().try_for_each(|byte| tap.write_all(&[*byte]))
            });
            let mut received = Vec::new();
            connection.read_on(&mut received, 3);
            assert_eq!(received, b"all");
            connection.read_on(&mut received, 100);
            assert_eq!(received, b"all of it");
        });
    }

    #[test]
    fn lines_come_one_by_one_and_what_follows_stays() {
        TEST.check("a requirement.", "a cause.", || {
            let mut connection = TestConnection::with(|mut tap| tap.write_all(b"one\n\ntwo").unwrap());
            assert_eq!((connection.line(), connection.line()), (b"one".to_vec(), Vec::new()));
            connection.expect("two").expect_end();
        });
    }
}
