//! Pipelining: one thread sends while another receives.

use crate::{ClientError, connection::Connection, replies::Replies};
use calculator_server::Reply;
use std::{io, mem, panic, thread};

/// How many bytes of requests are gathered for one write, which is what the sender holds besides a request.
const WRITE_BUFFER_SIZE: usize = 64 * 1024;

// ANCHOR: pipeline
/// Sends each expression and calls `take` with each reply.
pub(crate) fn pipeline(
    connection: &Connection,
    replies: &mut Replies,
    expressions: &[impl AsRef<[u8]> + Sync],
    mut take: impl FnMut(Reply),
) -> Result<(), ClientError> {
    thread::scope(|scope| {
        // Unlike `scope.spawn`, a builder does not panic where the system has no thread left.
        let sender = thread::Builder::new()
            .spawn_scoped(scope, || send_all(connection, expressions))
            // The system says "would block", meaning that one might be free later.
            .map_err(|_| ClientError::Io(io::Error::other("the system has no thread left")))?;
        let unless_complete = HangUp(connection);
        for _ in expressions {
            take(replies.receive(connection)?);
        }
        mem::forget(unless_complete);
        sender.join().unwrap_or_else(|panic| panic::resume_unwind(panic))
    })
}
// ANCHOR_END: pipeline

/// Sends the expressions as lines, many in one write.
fn send_all(connection: &Connection, expressions: &[impl AsRef<[u8]>]) -> Result<(), ClientError> {
    let mut requests = Vec::with_capacity(WRITE_BUFFER_SIZE);
    for expression in expressions {
        requests.extend_from_slice(expression.as_ref());
        requests.push(b'\n');
        if requests.len() >= WRITE_BUFFER_SIZE {
            connection.send(&requests)?;
            requests.clear();
        }
    }
    connection.send(&requests)
}

// ANCHOR: hang_up
/// Hangs up when dropped. A scope waits for its threads, also when it is left by an error or a panic: the sender
/// must not wait for a server whose replies nobody takes any more.
struct HangUp<'a>(&'a Connection);

impl Drop for HangUp<'_> {
    fn drop(&mut self) {
        self.0.hang_up();
    }
}
// ANCHOR_END: hang_up
