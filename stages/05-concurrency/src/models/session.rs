//! What a task does for one connection: wait until it is readable, read, reply.

use crate::{
    connection::{EndedEarly, Outcome},
    models::{read_once::read_once, send::send},
    server::HandleRequest,
    shutdown::{DRAIN_TIMEOUT, Shutdown},
};
use calculator_server::{READ_BUFFER_SIZE, Responder};
use socket2::SockRef;
use std::{
    io::{self, ErrorKind, Read as _},
    pin::pin,
    time::Duration,
};
use tokio::{
    net::TcpStream,
    select,
    task::yield_now,
    time::{Instant, sleep},
};

/// How long after some input a task looks for input once more, as [`read_once`] asks for. No client notices this delay, and
/// a client that keeps sending never costs this look.
const SECOND_LOOK: Duration = Duration::from_millis(100);

/// One connection's requests and replies, as a task keeps them while the client is silent: without any buffer.
pub(crate) struct Session {
    responder: Responder<HandleRequest>,
    requests: u64,
    idle_timeout: Duration,
    shutdown: Shutdown,
}

impl Session {
    pub(crate) fn new(handle_request: HandleRequest, idle_timeout: Duration, shutdown: Shutdown) -> Self {
        Self { responder: Responder::new(handle_request), requests: 0, idle_timeout, shutdown }
    }

    // ANCHOR: serve
    /// Serves the connection until the client or the shutdown ends it.
    pub(crate) async fn serve(&mut self, stream: &mut TcpStream) -> Outcome {
        let mut deadline = Instant::now() + self.idle_timeout;
        let mut timer = pin!(sleep(self.idle_timeout));
        let mut shutdown = pin!(self.shutdown.clone().begun());
        loop {
            // This process may have been suspended until now, so a client is late only if a look that begins
            // after its deadline finds nothing.
            let (is_late, received) = select! {
                biased;
                received = read_once(stream, |bytes| self.receive(bytes)) => (false, Some(received?)),
                () = &mut shutdown => return self.drain(stream).await,
                () = &mut timer => (Instant::now() >= deadline, self.receive_arrived(stream)?),
            };
            let Some(Received { end, completed, replies }) = received else {
                if is_late {
                    return Err(timed_out());
                }
                timer.as_mut().reset(deadline);
                continue;
            };
            send(stream, &replies, self.idle_timeout, &self.shutdown).await?;
            if end {
                return Ok(self.requests);
            }
            let now = Instant::now();
            if completed > 0 {
                deadline = now + self.idle_timeout;
            } else if is_late {
                return Err(timed_out());
            }
            timer.as_mut().reset(deadline.min(now + SECOND_LOOK));
        }
    }
    // ANCHOR_END: serve

    /// Replies to the requests that have arrived, without waiting for more.
    async fn drain(&mut self, stream: &mut TcpStream) -> Outcome {
        let deadline = Instant::now() + DRAIN_TIMEOUT;
        while Instant::now() < deadline {
            let Some(Received { end, replies, .. }) = self.receive_arrived(stream)? else { break };
            send(stream, &replies, self.idle_timeout, &self.shutdown).await?;
            if end {
                return Ok(self.requests);
            }
            yield_now().await;
        }
        Err(EndedEarly::ShuttingDown)
    }

    /// Reads what has arrived, if anything, without waiting for more.
    ///
    /// It reads past the runtime, which has not heard yet of everything that arrived while this process was suspended.
    fn receive_arrived(&mut self, stream: &TcpStream) -> io::Result<Option<Received>> {
        let mut buffer = [0; READ_BUFFER_SIZE];
        match (&*SockRef::from(stream)).read(&mut buffer) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
            count => Ok(Some(self.receive(&buffer[..count?]))),
        }
    }

    /// Replies to the requests that these bytes complete; no bytes are the end of the input.
    fn receive(&mut self, bytes: &[u8]) -> Received {
        // Few replies are longer than their requests.
        let mut replies = Vec::with_capacity(bytes.len());
        let completed = match bytes {
            [] => self.responder.finish(&mut replies),
            _ => self.responder.receive(bytes, &mut replies),
        };
        self.requests += completed;
        Received { end: bytes.is_empty(), completed, replies }
    }
}

/// What one read has brought.
struct Received {
    /// The client has ended its input.
    end: bool,
    /// How many requests were completed.
    completed: u64,
    replies: Vec<u8>,
}

fn timed_out() -> EndedEarly {
    EndedEarly::Failed(ErrorKind::TimedOut.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        models::testing::{SHORT, Unpolled, assert_timed_out, run, unpolled},
        shutdown::testing::shutdown,
    };
    use calculator_server::handle_request;
    use testkit::Peer;

    fn wait_for_input(unpolled: &Unpolled) {
        let stream = SockRef::from(&unpolled.stream);
        testkit::eventually("something has arrived", || {
            stream.peek(&mut [std::mem::MaybeUninit::uninit()]).is_ok()
        });
    }

    fn serve(unpolled: &mut Unpolled, shutdown: Shutdown) -> Outcome {
        run(async { Session::new(handle_request, SHORT, shutdown).serve(&mut unpolled.stream).await })
    }

    #[test]
    fn a_client_that_seems_late_is_not_if_its_request_has_arrived() {
        let (mut peer, mut unpolled) = unpolled(Peer::connect);
        peer.send("1+1\n");
        wait_for_input(&unpolled);
        let (_handle, state) = shutdown();
        // It makes no further request.
        assert_timed_out(serve(&mut unpolled, state));
        peer.expect("2");
    }

    #[test]
    fn a_client_that_is_late_gets_no_more_time_for_half_a_request() {
        let (mut peer, mut unpolled) = unpolled(Peer::connect);
        peer.send("1+");
        wait_for_input(&unpolled);
        let (_handle, state) = shutdown();
        assert_timed_out(serve(&mut unpolled, state));
    }

    #[test]
    fn a_connection_that_was_reset_is_not_taken_for_a_late_one() {
        let (peer, mut unpolled) = unpolled(Peer::connect);
        peer.reset();
        let (_handle, state) = shutdown();
        let outcome = serve(&mut unpolled, state);
        let is_reset = |error: &io::Error| error.kind() == ErrorKind::ConnectionReset;
        assert!(matches!(&outcome, Err(EndedEarly::Failed(error)) if is_reset(error)), "{outcome:?}");
    }

    #[test]
    fn when_the_server_shuts_down_requests_that_have_arrived_are_answered() {
        let (mut peer, mut unpolled) = unpolled(Peer::connect);
        peer.send("1+1\n2+");
        wait_for_input(&unpolled);
        let (handle, state) = shutdown();
        handle.begin_shutdown();
        let outcome = serve(&mut unpolled, state);
        assert!(matches!(outcome, Err(EndedEarly::ShuttingDown)), "{outcome:?}");
        peer.expect("2");
    }

    #[test]
    fn when_the_server_shuts_down_a_client_that_has_ended_its_input_is_served_to_the_end() {
        let (mut peer, mut unpolled) = unpolled(Peer::connect);
        peer.send("1+1\n2+2").half_close();
        wait_for_input(&unpolled);
        let (handle, state) = shutdown();
        handle.begin_shutdown();
        assert_eq!(serve(&mut unpolled, state).unwrap(), 2);
        peer.expect("2").expect("4");
    }
}
