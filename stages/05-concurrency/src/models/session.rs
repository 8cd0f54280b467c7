//! What a task does: wait for input without a buffer, then read, answer and write in one go.

use crate::{
    models::buffers::with_buffers,
    server::HandleRequest,
    shutdown::{DRAIN_TIMEOUT, ShuttingDown},
};
use calculator_server::Responder;
use socket2::SockRef;
use std::{
    future::{Future as _, poll_fn},
    io::{self, ErrorKind, Read as _, Write as _},
    pin::{Pin, pin},
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead as _, AsyncWriteExt as _, ReadBuf},
    net::TcpStream,
    sync::watch,
    task::yield_now,
    time::{Instant, sleep, timeout},
};

/// How long after some input a task looks once more whether there is any: no client notices such a delay, and one that
/// keeps asking never costs this look.
const SECOND_LOOK: Duration = Duration::from_millis(100);

/// One client's responder, as a task keeps it while the client is silent: without any buffer.
pub(crate) struct Session {
    responder: Responder<HandleRequest>,
    requests: u64,
    /// Replies that the connection would not take yet.
    unsent: Vec<u8>,
    idle_timeout: Duration,
}

impl Session {
    pub(crate) fn new(handle_request: HandleRequest, idle_timeout: Duration) -> Self {
        Self { responder: Responder::new(handle_request), requests: 0, unsent: Vec::new(), idle_timeout }
    }

    /// Talks with the client until one of the two ends it, and returns how many lines were requests.
    pub(crate) async fn serve(
        &mut self,
        stream: &mut TcpStream,
        shutdown: watch::Receiver<bool>,
    ) -> io::Result<u64> {
        let mut deadline = Instant::now() + self.idle_timeout;
        let mut late = false;
        let mut timer = pin!(sleep(self.idle_timeout));
        let mut waiting = shutdown.clone();
        let mut begun = pin!(waiting.wait_for(|shutdown| *shutdown));
        loop {
            let before = self.requests;
            let event = poll_fn(|context| {
                if let Poll::Ready(received) = self.poll_receive(stream, context) {
                    return Poll::Ready(received.map(Event::Received));
                }
                if begun.as_mut().poll(context).is_ready() {
                    return Poll::Ready(Ok(Event::Shutdown));
                }
                timer.as_mut().poll(context).map(|()| Ok(Event::Timer))
            });
            let received = match event.await? {
                Event::Received(count) => Some(count),
                Event::Shutdown => return self.finish(stream, &shutdown).await,
                Event::Timer => match self.receive_now(stream) {
                    Err(error) if error.kind() == ErrorKind::WouldBlock => None,
                    received => Some(received?),
                },
            };
            if let Some(count) = received {
                self.send(stream, &shutdown).await?;
                if count == 0 {
                    return Ok(self.requests);
                }
            }
            let now = Instant::now();
            if self.requests > before {
                (deadline, late) = (now + self.idle_timeout, false);
            } else if late {
                return Err(ErrorKind::TimedOut.into());
            } else {
                // One more look before it is called late: this process may have been suspended just now.
                late = now >= deadline;
            }
            let next_look = if received.is_some() { now + SECOND_LOOK } else { deadline };
            timer.as_mut().reset(deadline.min(next_look));
        }
    }

    /// Answers the lines that are already here, and ends the responder.
    async fn finish(&mut self, stream: &mut TcpStream, shutdown: &watch::Receiver<bool>) -> io::Result<u64> {
        let end = Instant::now() + DRAIN_TIMEOUT;
        while Instant::now() < end {
            let received = self.receive_now(stream).map_err(or(ShuttingDown.into()))?;
            self.send(stream, shutdown).await?;
            if received == 0 {
                return Ok(self.requests);
            }
            yield_now().await;
        }
        Err(ShuttingDown.into())
    }

    /// Reads past the runtime, which need not know of what is there. It has not heard yet of what arrived while this
    /// process was suspended; and it takes a read that fills less than its buffer for the last, while urgent data (RFC
    /// 6093), which any client can send, ends a read before everything is read.
    fn receive_now(&mut self, stream: &TcpStream) -> io::Result<usize> {
        with_buffers(|input, replies| {
            let count = (&*SockRef::from(stream)).read(input)?;
            self.respond(stream, &input[..count], replies)
        })
    }

    // ANCHOR: receive
    /// Reads once, if there is something to read, and takes it in.
    fn poll_receive(&mut self, stream: &mut TcpStream, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        with_buffers(|input, replies| {
            let mut input = ReadBuf::new(input);
            ready!(Pin::new(&mut *stream).poll_read(context, &mut input))?;
            Poll::Ready(self.respond(stream, input.filled(), replies))
        })
    }
    // ANCHOR_END: receive

    /// Answers what these bytes complete; no bytes are the end of the input. What of the replies the connection does
    /// not take at once remains unsent.
    fn respond(&mut self, stream: &TcpStream, bytes: &[u8], replies: &mut Vec<u8>) -> io::Result<usize> {
        self.requests += match bytes {
            [] => self.responder.finish(replies),
            _ => self.responder.receive(bytes, replies),
        };
        if !replies.is_empty() {
            let sent = match stream.try_write(replies) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => 0,
                sent => sent?,
            };
            self.unsent.extend_from_slice(&replies[sent..]);
        }
        Ok(bytes.len())
    }

    /// Sends what remained unsent. Until that is done nothing more is read, so it cannot grow.
    async fn send(&mut self, stream: &mut TcpStream, shutdown: &watch::Receiver<bool>) -> io::Result<()> {
        let unsent = std::mem::take(&mut self.unsent);
        if !unsent.is_empty() {
            // Rarely needed, so kept out of the task's own memory.
            Box::pin(send_in_time(stream, &unsent, self.idle_timeout, shutdown)).await?;
        }
        Ok(())
    }
}

/// Sends all of it, to a client that makes room for it in time.
async fn send_in_time(
    stream: &mut TcpStream,
    mut unsent: &[u8],
    idle_timeout: Duration,
    shutdown: &watch::Receiver<bool>,
) -> io::Result<()> {
    let mut shutdown = shutdown.clone();
    let mut last_moment = pin!(async move {
        let _ = shutdown.wait_for(|shutdown| *shutdown).await;
        sleep(DRAIN_TIMEOUT).await;
    });
    loop {
        match timeout(idle_timeout, until(last_moment.as_mut(), stream.write_all_buf(&mut unsent))).await {
            Ok(Some(sent)) => return sent,
            Ok(None) => return Err(ShuttingDown.into()),
            // It seems late. But it may have made room while this process was suspended, and has as much time again then.
            Err(_) => {
                let sent = (&*SockRef::from(&*stream)).write(unsent);
                unsent = &unsent[sent.map_err(or(ErrorKind::TimedOut.into()))?..];
            }
        }
    }
}

/// What the work brings, unless the end comes first.
async fn until<T>(mut end: Pin<&mut impl Future<Output = ()>>, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(outcome) => Poll::Ready(Some(outcome)),
        Poll::Pending => end.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// What it means that nothing could be read or written without waiting.
fn or(meaning: io::Error) -> impl FnOnce(io::Error) -> io::Error {
    |error| if error.kind() == ErrorKind::WouldBlock { meaning } else { error }
}

/// What a task waits for.
enum Event {
    /// So many bytes; none at the end of the input.
    Received(usize),
    Shutdown,
    /// It is time to look once more whether there is input, and then perhaps to call the client late.
    Timer,
}

#[cfg(test)]
mod tests {
    use super::*;
    use calculator_server::handle_request;
    use std::net::TcpListener;
    use testkit::Peer;
    use tokio::runtime::{Builder, Runtime};

    const SHORT: Duration = Duration::from_millis(10);

    /// A connection whose runtime never hears of what arrives or of room, as after a suspension: nothing runs on it.
    struct Unheard {
        _runtime: Runtime,
        stream: TcpStream,
    }

    fn unheard(connect: impl FnOnce(std::net::SocketAddr) -> Peer) -> (Peer, Unheard) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let peer = connect(listener.local_addr().unwrap());
        let (stream, _) = listener.accept().unwrap();
        stream.set_nonblocking(true).unwrap();
        let runtime = Builder::new_current_thread().enable_io().build().unwrap();
        let inside = runtime.enter();
        let stream = TcpStream::from_std(stream).unwrap();
        drop(inside);
        (peer, Unheard { _runtime: runtime, stream })
    }

    /// Waits until something has arrived.
    fn wait_for_input(unheard: &Unheard) {
        let stream = SockRef::from(&unheard.stream);
        testkit::eventually("something has arrived", || {
            stream.peek(&mut [std::mem::MaybeUninit::uninit()]).is_ok()
        });
    }

    /// Runs it where timers pass.
    fn run<T>(work: impl Future<Output = T>) -> T {
        Builder::new_current_thread().enable_time().build().unwrap().block_on(work)
    }

    #[test]
    fn a_client_that_seems_late_is_not_if_its_lines_are_here() {
        let (mut peer, mut unheard) = unheard(Peer::connect);
        peer.send("1+1\n");
        wait_for_input(&unheard);
        let outcome = run(async {
            let (_shutdown, shutdown) = watch::channel(false);
            Session::new(handle_request, SHORT).serve(&mut unheard.stream, shutdown).await
        });
        peer.expect("2");
        // It asked nothing more.
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::TimedOut);
    }

    #[test]
    fn a_client_that_seems_late_is_not_if_there_is_room_for_its_replies() {
        let (mut peer, mut unheard) = unheard(Peer::connect);
        run(async {
            let (_shutdown, shutdown) = watch::channel(false);
            send_in_time(&mut unheard.stream, b"2\n", SHORT, &shutdown).await
        })
        .unwrap();
        peer.expect("2");
    }

    #[test]
    fn a_client_that_makes_no_room_is_late() {
        let (_peer, mut unheard) = unheard(Peer::connect_with_small_buffer);
        // More than the system takes for a client that does not read.
        let replies = vec![b'2'; 64 * 1024 * 1024];
        let outcome = run(async {
            let (_shutdown, shutdown) = watch::channel(false);
            send_in_time(&mut unheard.stream, &replies, SHORT, &shutdown).await
        });
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::TimedOut);
    }
}
