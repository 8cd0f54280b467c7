//! A client that sends requests and reads no replies, until the server stops reading, too: backpressure.

use crate::{client::Client, connection::QUOTED, failure::Failure, trial::Trial};
use socket2::Socket;
use std::{
    io::{self, ErrorKind, Write as _},
    time::{Duration, Instant},
};
use support::{poll_for, quote};

/// A busy thread of the client measures how long it needs for this much time of a processor. A server that has something to do
/// needs about as long. Before that, the client sleeps for this time.
const SLICE: Duration = Duration::from_millis(100);

/// A server that takes no byte for this number of further slices has stopped reading. One that only calculates the replies to the
/// last block of requests takes the next block before that.
const MORE_SLICES: u32 = 4;

/// After this time, the slice is over however busy the machine is.
const LONGEST_SLICE: Duration = Duration::from_secs(4);

/// A busy thread looks at the clock again before this time is over, unless other threads have the processor.
const TURN: Duration = Duration::from_micros(100);

/// What the kernel may keep of the requests, in bytes. With little, a few reads of the server make room for the next write.
const REQUEST_BUFFER: usize = 16 << 10;

/// What the kernel may keep of the replies, in bytes.
const REPLY_BUFFER: usize = 2 << 10;

/// The segment size that TCP assumes where a peer announces none, in bytes (RFC 9293).
#[cfg(unix)]
const SMALL_SEGMENT: u32 = 536;

impl Trial<'_> {
    /// Connects a client that sends these bytes again and again, and reads nothing, until the server stops reading, closes, or has
    /// taken the most bytes. Returns the client, which has the time of a whole check from then on, and how many bytes were taken.
    ///
    /// A server that still takes bytes at the deadline has failed.
    pub(crate) fn flood(&mut self, bytes: &[u8], most: usize) -> Result<(Client, usize), Failure> {
        let mut client = self.connect_with(keep_little)?;
        let quoted = quote(bytes, QUOTED);
        client.connection.note(format!("the client sends {quoted} again and again, and reads nothing"));
        let mut stream = &client.connection.stream;
        let _ = stream.set_nonblocking(true);
        let mut sent = 0;
        while sent < most {
            if Instant::now() >= self.deadline {
                let what = "the server still took requests of a client that reads no replies";
                return Err(Failure::timed_out(what));
            }
            // A write that was cut short begins in the middle of a line the next time.
            let rest = &bytes[sent % bytes.len()..];
            let Some(Ok(count)) = before_a_standstill(|| stream.write(rest)) else { break };
            sent += count;
        }
        let _ = stream.set_nonblocking(false);
        client.connection.note(format!("the server has taken {sent} bytes"));
        self.restart_clock();
        client.deadline = self.deadline;
        Ok((client, sent))
    }
}

/// Lets the kernels keep little for a connection that is about to be made.
fn keep_little(socket: &Socket) -> io::Result<()> {
    socket.set_recv_buffer_size(REPLY_BUFFER)?;
    socket.set_send_buffer_size(REQUEST_BUFFER)?;
    // On Linux, the server's send buffer begins with room for a number of segments.
    #[cfg(unix)]
    let _ = socket.set_tcp_mss(SMALL_SEGMENT);
    Ok(())
}

/// What a write comes to that does not block; none if the peer has stopped reading.
fn before_a_standstill(mut write: impl FnMut() -> io::Result<usize>) -> Option<io::Result<usize>> {
    let mut look = || match write() {
        Err(error) if error.kind() == ErrorKind::WouldBlock => None,
        done => Some(done),
    };
    poll_for(SLICE, &mut look).or_else(|| {
        let start = Instant::now();
        poll_busily(SLICE, &mut look).or_else(|| poll_for(start.elapsed() * MORE_SLICES, look))
    })
}

/// What `look` finds before this thread has had that much time of a processor. It never sleeps, so that it gets as much as any.
fn poll_busily<T>(limit: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    let (mut busy, mut last) = (Duration::ZERO, start);
    while busy < limit && last - start < LONGEST_SLICE {
        let found = look();
        if found.is_some() {
            return found;
        }
        let now = Instant::now();
        // More than that was the time of other threads.
        busy += (now - last).min(TURN);
        last = now;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_other_threads_does_not_count() {
        let mut looks = 0;
        let found: Option<()> = poll_busily(10 * TURN, || {
            looks += 1;
            let start = Instant::now();
            while start.elapsed() < 5 * TURN {} // As if other threads had the processor.
            None
        });
        assert_eq!((found, looks), (None, 10));
    }
}
