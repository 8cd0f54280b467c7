//! A client that sends requests and reads no replies, until the server stops reading, too: backpressure.

use crate::{client::Client, connection::QUOTED, failure::Failure, trial::Trial};
use socket2::Socket;
use std::{
    io::{self, ErrorKind, Write as _},
    time::{Duration, Instant},
};
use support::{poll_for, quote, time_left};

/// A server that takes no byte for this long has stopped reading. One that only calculates the replies to the last block of
/// requests takes the next block before that, on a busy machine, too.
const STANDSTILL: Duration = Duration::from_secs(2);

/// More bytes of requests than the kernels keep for such a client, with their replies.
pub(crate) const MORE_THAN_BUFFERS: usize = 2 << 20;

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
    /// A server that still takes bytes at the deadline has failed, unless it is so slow that the kernels may keep them all.
    pub(crate) fn flood(&mut self, bytes: &[u8], most: usize) -> Result<(Client, usize), Failure> {
        let mut client = self.connect_with(keep_little)?;
        let quoted = quote(bytes, QUOTED);
        client.connection.note(format!("the client sends {quoted} again and again, and reads nothing"));
        let mut stream = &client.connection.stream;
        let _ = stream.set_nonblocking(true);
        let mut sent = 0;
        while sent < most && Instant::now() < self.deadline {
            // A write that was cut short begins in the middle of a line the next time.
            let rest = &bytes[sent % bytes.len()..];
            let write = || match stream.write(rest) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => None,
                done => Some(done),
            };
            let Some(Ok(count)) = poll_for(STANDSTILL.min(time_left(self.deadline)), write) else { break };
            sent += count;
        }
        if (MORE_THAN_BUFFERS..most).contains(&sent) && Instant::now() >= self.deadline {
            let what = "the server still took requests of a client that reads no replies";
            return Err(Failure::timed_out(what));
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
