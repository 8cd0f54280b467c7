//! Pipelining: one thread sends while another receives.

use crate::{ClientError, connection::Connection, replies::Replies};
use calculator_server::Reply;
use std::{io, thread};

/// How many bytes of requests are collected for one write.
const WRITE_BUFFER_SIZE: usize = 64 * 1024;

// ANCHOR: pipeline
/// Sends each expression, and calls `on_reply` with each reply.
pub(crate) fn pipeline(
    connection: &Connection,
    replies: &mut Replies,
    expressions: &[impl AsRef<[u8]> + Sync],
    mut on_reply: impl FnMut(Reply),
) -> Result<(), ClientError> {
    let mut sent = Ok(());
    let received = thread::scope(|scope| {
        // Unlike `scope.spawn`, a builder returns an error if the system cannot start a thread.
        thread::Builder::new()
            .spawn_scoped(scope, || sent = send_all(connection, expressions))
            // Not the system's error: its kind may be "would block", which would look like a timeout.
            .map_err(|_| ClientError::Io(io::Error::other("the system has no thread left")))?;
        let mut guard = ShutdownOnDrop(Some(connection));
        for _ in expressions {
            on_reply(replies.receive(connection)?);
        }
        guard.disarm();
        Ok(())
    });
    received.and(sent)
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

// ANCHOR: shutdown_on_drop
/// Shuts the connection down when dropped, unless disarmed.
///
/// A scope waits for its threads, even when it is left by an error or a panic. The sender must not stay
/// blocked in a write to a server whose replies we no longer read.
struct ShutdownOnDrop<'a>(Option<&'a Connection>);

impl ShutdownOnDrop<'_> {
    fn disarm(&mut self) {
        self.0 = None;
    }
}

impl Drop for ShutdownOnDrop<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.0 {
            connection.shut_down();
        }
    }
}
// ANCHOR_END: shutdown_on_drop
