//! Sending a task's replies, to a client that takes them in time.

use crate::{
    connection::EndedEarly,
    shutdown::{DRAIN_TIMEOUT, Shutdown},
};
use socket2::SockRef;
use std::{
    io::{self, ErrorKind, Write as _},
    pin::pin,
    time::Duration,
};
use tokio::{
    io::AsyncWriteExt as _,
    net::TcpStream,
    select,
    time::{Instant, sleep},
};

/// Sends all of it. Until that is done nothing more is read, so what a client does not take cannot grow.
pub(crate) async fn send(
    stream: &mut TcpStream,
    replies: &[u8],
    idle_timeout: Duration,
    shutdown: &Shutdown,
) -> Result<(), EndedEarly> {
    if replies.is_empty() {
        return Ok(());
    }
    let sent = match stream.try_write(replies) {
        Err(error) if error.kind() == ErrorKind::WouldBlock => 0,
        sent => sent?,
    };
    if sent < replies.len() {
        // Rarely needed, so kept out of the task's own memory.
        Box::pin(send_rest(stream, &replies[sent..], idle_timeout, shutdown)).await?;
    }
    Ok(())
}

/// Sends the rest to a client that makes room for some of it within each idle timeout.
async fn send_rest(
    stream: &mut TcpStream,
    mut rest: &[u8],
    idle_timeout: Duration,
    shutdown: &Shutdown,
) -> Result<(), EndedEarly> {
    let mut drain_timeout = pin!(async {
        shutdown.clone().begun().await;
        sleep(DRAIN_TIMEOUT).await;
    });
    let mut timer = pin!(sleep(idle_timeout));
    while !rest.is_empty() {
        let written = select! {
            biased;
            written = stream.write(rest) => written?,
            () = &mut drain_timeout => return Err(EndedEarly::ShuttingDown),
            // The client may have made room while this process was suspended, so try once more.
            () = &mut timer => {
                timer.as_mut().reset(Instant::now() + idle_timeout);
                write_now(stream, rest)?
            }
        };
        rest = &rest[written..];
    }
    Ok(())
}

/// Writes past the runtime, to a client that has timed out if it has made no room.
fn write_now(stream: &TcpStream, bytes: &[u8]) -> io::Result<usize> {
    match (&*SockRef::from(stream)).write(bytes) {
        Err(error) if error.kind() == ErrorKind::WouldBlock => Err(ErrorKind::TimedOut.into()),
        written => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        models::testing::{SHORT, Unpolled, assert_timed_out, run, unpolled},
        shutdown::testing::shutdown,
    };
    use testkit::Peer;

    fn send_on(unpolled: &mut Unpolled, replies: &[u8], shutdown: &Shutdown) -> Result<(), EndedEarly> {
        run(async { send(&mut unpolled.stream, replies, SHORT, shutdown).await })
    }

    #[test]
    fn a_client_that_seems_late_is_not_if_there_is_room_for_its_replies() {
        let (mut peer, mut unpolled) = unpolled(Peer::connect);
        let (_handle, state) = shutdown();
        send_on(&mut unpolled, b"2\n", &state).unwrap();
        peer.expect("2");
    }

    #[test]
    fn a_client_that_makes_no_room_times_out() {
        let (_peer, mut unpolled) = unpolled(Peer::connect_with_small_buffer);
        let (_handle, state) = shutdown();
        // More than the kernel takes for a client that does not read; in pieces, because Winsock takes one of any size.
        assert_timed_out((0..4096).try_for_each(|_| send_on(&mut unpolled, &[b'2'; 16 * 1024], &state)));
    }
}
