//! Sending a lot: on a thread of its own while replies are read, or back to the learner's code as it comes.

use super::{is_to_be_repeated, shown, until, write_all};
use crate::{
    TestConnection,
    failure::{Failure, fail},
};
use std::{
    io::{self, Read as _, Write as _},
    net::Shutdown,
    thread,
    time::Duration,
};
use support::{is_timeout, lock};

/// How often a call that waits looks whether it has waited long enough.
const LOOK: Duration = Duration::from_millis(500);

/// How long not one byte may move before that is called a standstill. With small buffers on a busy machine TCP drops
/// segments, and sends them again after pauses that double: 29 MB went well once, and then nothing moved for 5 s.
const STANDSTILL: Duration = Duration::from_secs(12);

impl<T: Send + 'static> TestConnection<T> {
    /// Sends bytes and the end of the input on a thread of its own, so that replies can be read meanwhile. A check that
    /// first wrote it all would wait forever for code that answers as it reads.
    pub fn upload(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let bytes = bytes.as_ref().to_vec();
        self.step(&format!("sending {}", shown(&bytes)));
        lock(&self.record).transcript.sent(&bytes);
        lock(&self.record).transcript.note("the end of your input");
        self.sent += bytes.len() as u64;
        let deadline = self.deadline();
        let _ = self.stream.set_write_timeout(Some(LOOK));
        let stream = self.stream.try_clone();
        let stream = stream
            .unwrap_or_else(|error| fail(format!("this machine could not duplicate a socket: {error}")));
        thread::spawn(move || {
            // Whether all of it was taken is seen in what comes back.
            let _ = write_all(&bytes, |left| until(&deadline, |_| (&stream).write(left)));
            let _ = stream.shutdown(Shutdown::Write);
        });
        self
    }

    /// Takes all that comes until the learner's code ends the connection, in whatever way, and forgets it.
    pub fn drain(&mut self) -> &mut Self {
        self.step("waiting for your code to end the connection");
        let mut buffer = [0; 4096];
        loop {
            match self.until_the_deadline(|| (&self.stream).read(&mut buffer)) {
                Err(error) if is_timeout(&error) => self.silent(&[], &[]),
                Ok(0) | Err(_) => return self,
                Ok(_) => {}
            }
        }
    }

    /// Sends each piece back as soon as it comes, and reads no more until that is taken, until so many bytes have come.
    ///
    /// This may take as long as the check may. What fails it is that not one byte moves for long.
    pub fn echo(&mut self, total: u64) -> &mut Self {
        let _ = self.stream.set_read_timeout(Some(LOOK));
        let _ = self.stream.set_write_timeout(Some(LOOK));
        let mut buffer = vec![0; 64 * 1024];
        let mut come = 0;
        while come < total {
            let room = usize::try_from(total - come).unwrap_or(usize::MAX).min(buffer.len());
            match self.echo_piece(&mut buffer[..room]) {
                Ok(count) => come += count as u64,
                Err(failure) => {
                    self.note_echoed(come, total);
                    self.throw(failure)
                }
            }
        }
        self.note_echoed(come, total);
        self
    }

    fn echo_piece(&self, buffer: &mut [u8]) -> Result<usize, Failure> {
        let count = self.moving("your code to send more", || (&self.stream).read(buffer))?;
        if count == 0 {
            return Err(Failure::new("your code ended the connection too early"));
        }
        write_all(&buffer[..count], |piece| {
            self.moving("your code to read what is sent back", || (&self.stream).write(piece))
        })?;
        Ok(count)
    }

    /// One call that moves bytes; a failure when it moves none until the [`STANDSTILL`].
    fn moving(&self, step: &str, mut call: impl FnMut() -> io::Result<usize>) -> Result<usize, Failure> {
        self.step(step);
        let mut outcome = call();
        // Most calls need no other deadline, and to make one takes time.
        if is_to_be_repeated(&outcome) {
            outcome = until(&self.deadline().after(STANDSTILL), |_| call());
        }
        outcome.map_err(|error| {
            if is_timeout(&error) {
                Failure::hanging(format!("waiting for {step} took too long: no more bytes are transferred"))
            } else {
                Failure::new(format!("the connection failed ({error})"))
            }
        })
    }

    fn note_echoed(&self, come: u64, total: u64) {
        let note = format!("{come} of {total} bytes arrived from your code and were sent back immediately");
        lock(&self.record).transcript.note(note);
    }
}

#[cfg(test)]
mod tests {
    use crate::{Exercise, TapOptions, TestConnection};
    use std::io::{self, Read as _, Write as _};

    const TEST: Exercise = Exercise { name: "test", read: "nothing" };

    #[test]
    fn what_comes_is_sent_back_also_more_than_the_buffers_hold() {
        TEST.check("a requirement.", "a cause.", || {
            let options = TapOptions { buffers: Some(64 * 1024), ..TapOptions::default() };
            let mut connection = TestConnection::tapped(options, |tap| -> io::Result<()> {
                let mut connection = tap.socket();
                let mut received = [0; 10_000];
                for round in 0..=u8::MAX {
                    let sent = [round; 10_000];
                    connection.write_all(&sent)?;
                    connection.read_exact(&mut received)?;
                    assert_eq!(sent, received);
                }
                Ok(())
            });
            connection.echo(2_560_000);
            connection.finish().unwrap();
        });
    }

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
            assert_eq!(connection.seen().most_held, 3);
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
