//! Sending a lot, and reading it meanwhile.

use super::shown;
use crate::{TestConnection, failure::Failure};
use std::{
    io::{self, Write as _},
    net::Shutdown,
    thread,
};
use support::{is_timeout, lock};

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
            Err(error) if is_timeout(&error) => self.silent(&[], &[]),
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
        TEST.check("a requirement.", "a cause.", || {
            let sent = vec![b'x'; 1 << 20];
            let mut connection = TestConnection::with(|tap| io::copy(&mut tap.socket(), &mut tap.socket()));
            connection.upload(&sent).expect(&sent).expect_end();
            assert_eq!(connection.finish().unwrap(), 1 << 20);
        });
    }

    #[test]
    fn what_was_read_and_not_yet_written_is_held() {
        TEST.check("a requirement.", "a cause.", || {
            let mut connection = TestConnection::with(|mut tap| {
                let mut buffer = [0; 3];
                while tap.read_exact(&mut buffer).is_ok() {
                    tap.write_all(&buffer).unwrap();
                }
            });
            connection.upload("abcdef").drain();
            assert_eq!(connection.most_held(), 3);
        });
    }

    #[test]
    fn a_drained_connection_may_end_with_a_reset() {
        TEST.check("a requirement.", "a cause.", || {
            let mut connection = TestConnection::with(drop);
            connection.upload(vec![b'x'; 1 << 20]).drain();
            connection.finish();
        });
    }
}
