//! A line that a check has yet to look at.

use crate::{TestConnection, failure::Failure};

/// The longest line that is waited for.
const LONGEST: usize = 64 * 1024;

impl<T: Send + 'static> TestConnection<T> {
    /// The next line that comes, without its LF, whatever it says.
    pub fn line(&mut self) -> Vec<u8> {
        self.step("waiting for a line");
        let mut line = Vec::new();
        let mut buffer = [0; 4096];
        while line.len() < LONGEST {
            // A look ahead, so that what follows the line stays. Byte by byte, a long line would take seconds under Wine.
            let _ = self.stream.set_read_timeout(Some(self.time_left()));
            let ahead = self.stream.peek(&mut buffer).unwrap_or(0).max(1);
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
}

#[cfg(test)]
mod tests {
    use crate::{Exercise, TestConnection};
    use std::io::Write as _;

    const TEST: Exercise = Exercise { name: "test", read: "nothing" };

    #[test]
    fn lines_come_one_by_one_and_what_follows_stays() {
        TEST.check("a requirement.", "a cause.", || {
            let mut connection = TestConnection::with(|mut tap| tap.write_all(b"one\n\ntwo").unwrap());
            assert_eq!((connection.line(), connection.line()), (b"one".to_vec(), Vec::new()));
            connection.expect("two").expect_end();
        });
    }
}
