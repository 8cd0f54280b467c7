//! What code goes on to say when it has said something wrong.

use crate::{TestConnection, check::lock};
use std::{
    io::Read as _,
    time::{Duration, Instant},
};

/// How long a silence has to be to count as the end of it. Nobody whose code is right ever waits for this.
const SILENCE: Duration = Duration::from_millis(100);

impl<T: Send + 'static> TestConnection<T> {
    /// Takes what else comes until there are so many bytes. So the message shows the whole of what was said, and the same
    /// each time, however it was cut up on the way.
    pub(crate) fn hear_out(&self, received: &mut Vec<u8>, most: usize) {
        let mut buffer = [0; 4096];
        while received.len() < most && Instant::now() < self.deadline() {
            let room = buffer.len().min(most - received.len());
            let _ = self.stream.set_read_timeout(Some(SILENCE));
            let Ok(count @ 1..) = (&self.stream).read(&mut buffer[..room]) else {
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
    fn what_is_said_in_pieces_is_heard_out_to_its_end_or_to_a_limit() {
        TEST.check("a promise.", "a cause.", || {
            let talk = TestConnection::with(|mut tap| {
                b"all of it".iter().try_for_each(|byte| tap.write_all(&[*byte]))
            });
            let mut heard = Vec::new();
            talk.hear_out(&mut heard, 3);
            assert_eq!(heard, b"all");
            talk.hear_out(&mut heard, 100);
            assert_eq!(heard, b"all of it");
        });
    }
}
