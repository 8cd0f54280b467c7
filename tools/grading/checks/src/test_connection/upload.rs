//! Sending a lot, and reading it meanwhile.

use super::{is_late, shown};
use crate::{TestConnection, check::lock, failure::Failure};
use std::{
    io::{self, Write as _},
    net::Shutdown,
    thread,
};

impl<T: Send + 'static> TestConnection<T> {
    /// Sends bytes and the end of the input on a thread of its own, so that replies can be read meanwhile. A check that
    /// first wrote it all would wait for ever for code that answers as it reads.
    pub fn upload(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let bytes = bytes.as_ref().to_vec();
        self.step(&format!("sending {}", shown(&bytes)));
        lock(&self.record).transcript.sent(&bytes);
        lock(&self.record).transcript.note("the end of your input");
        self.sent += bytes.len() as u64;
        let _ = self.stream.set_write_timeout(Some(self.left()));
        let stream = self.stream.try_clone().unwrap_or_else(|error| {
            Failure::new(format!("this machine could not duplicate a socket: {error}")).throw()
        });
        thread::spawn(move || {
            // Whether all of it was taken is seen in what comes back.
            let _ = (&stream).write_all(&bytes);
            let _ = stream.shutdown(Shutdown::Write);
        });
        self
    }

    /// Takes all that comes until the learner's code ends the connection, in whatever way, and forgets it.
    pub fn drain(&mut self) -> &mut Self {
        self.step("waiting for your code to end the connection");
        let _ = self.stream.set_read_timeout(Some(self.left()));
        match io::copy(&mut self.stream, &mut io::sink()) {
            Err(error) if is_late(&error) => self.silent(&[], &[]),
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Exercise, TestConnection};
    use std::io::{self, Read as _, Write as _};

    const TEST: Exercise = Exercise { name: "test", read: "nothing" };

    #[test]
    fn an_upload_and_its_replies_pass_each_other() {
        TEST.check("a promise.", "a cause.", || {
            let sent = vec![b'x'; 1 << 20];
            let mut talk = TestConnection::with(|tap| io::copy(&mut tap.socket(), &mut tap.socket()));
            talk.upload(&sent).expect(&sent).expect_end();
            assert_eq!(talk.finish().unwrap(), 1 << 20);
        });
    }

    #[test]
    fn what_was_read_and_not_yet_written_is_held() {
        TEST.check("a promise.", "a cause.", || {
            let mut talk = TestConnection::with(|mut tap| {
                let mut buffer = [0; 3];
                while tap.read_exact(&mut buffer).is_ok() {
                    tap.write_all(&buffer).unwrap();
                }
            });
            talk.upload("abcdef").drain();
            assert_eq!(talk.most_held(), 3);
        });
    }

    #[test]
    fn a_drained_connection_may_end_with_a_reset() {
        TEST.check("a promise.", "a cause.", || {
            let mut talk = TestConnection::with(drop);
            talk.upload(vec![b'x'; 1 << 20]).drain();
            talk.finish();
        });
    }
}
