//! What a task does: wait for input without a buffer, then read, answer and write in one go.

use crate::{
    closing::{Dismissed, LAST_LINES},
    porch::cut,
    scratch::with_buffers,
    server::Answer,
};
use calculator_server::Conversation;
use socket2::SockRef;
use std::{
    future::{Future as _, poll_fn},
    io::{self, ErrorKind, Read as _},
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

/// One client's conversation, as a task keeps it while the client is silent: without any buffer.
pub(crate) struct Talk {
    conversation: Conversation<Answer>,
    answered: u64,
    /// Replies that the connection would not take yet.
    unsent: Vec<u8>,
    patience: Duration,
}

impl Talk {
    pub(crate) fn new(answer: Answer, patience: Duration) -> Self {
        Self { conversation: Conversation::new(answer), answered: 0, unsent: Vec::new(), patience }
    }

    /// Talks with the client until one of the two ends it, and returns how many lines were answered.
    pub(crate) async fn with(
        &mut self,
        stream: &mut TcpStream,
        closing: &mut watch::Receiver<bool>,
    ) -> io::Result<u64> {
        let mut too_late = pin!(sleep(self.patience));
        let mut closing = pin!(closing.wait_for(|closing| *closing));
        loop {
            let before = self.answered;
            let received = poll_fn(|context| {
                if let Poll::Ready(received) = self.poll_receive(stream, context) {
                    return Poll::Ready(received.map(Event::Received));
                }
                if closing.as_mut().poll(context).is_ready() {
                    return Poll::Ready(Ok(Event::Closing));
                }
                too_late.as_mut().poll(context).map(|()| Err(ErrorKind::TimedOut.into()))
            });
            match received.await? {
                Event::Received(0) => {
                    self.send(stream).await?;
                    return Ok(self.answered);
                }
                Event::Received(_) => self.send(stream).await?,
                Event::Closing => return self.finish(stream).await,
            }
            if self.answered > before {
                too_late.as_mut().reset(Instant::now() + self.patience);
            }
        }
    }

    /// Answers the lines that are already here, and ends the conversation.
    async fn finish(&mut self, stream: &mut TcpStream) -> io::Result<u64> {
        let end = Instant::now() + LAST_LINES;
        while Instant::now() < end {
            let received = with_buffers(|input, replies| {
                // Past the runtime, which may not have heard yet of what has just arrived.
                let count = (&*SockRef::from(&*stream)).read(input)?;
                self.take_in(stream, &input[..count], replies)
            });
            match received {
                Ok(0) => return Ok(self.answered),
                Ok(_) => self.send(stream).await?,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
            yield_now().await;
        }
        Err(Dismissed.into())
    }

    // ANCHOR: poll_receive
    /// Reads once, if there is something to read, and takes it in.
    fn poll_receive(&mut self, stream: &mut TcpStream, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        with_buffers(|input, replies| {
            let mut input = ReadBuf::new(input);
            ready!(Pin::new(&mut *stream).poll_read(context, &mut input))?;
            Poll::Ready(self.take_in(stream, input.filled(), replies))
        })
    }
    // ANCHOR_END: poll_receive

    /// Answers what these bytes complete; no bytes are the end of the input. What of the replies the connection does
    /// not take at once remains unsent.
    fn take_in(&mut self, stream: &TcpStream, bytes: &[u8], replies: &mut Vec<u8>) -> io::Result<usize> {
        self.answered += match bytes {
            [] => self.conversation.finish(replies),
            _ => self.conversation.receive(bytes, replies),
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
    async fn send(&mut self, stream: &mut TcpStream) -> io::Result<()> {
        let unsent = std::mem::take(&mut self.unsent);
        if !unsent.is_empty() {
            // Rarely needed, so kept out of the task's own memory.
            let sent = Box::pin(timeout(self.patience, stream.write_all(&unsent))).await;
            sent.inspect_err(|_| cut(&(&*stream).into()))??;
        }
        Ok(())
    }
}

/// What a task waits for.
enum Event {
    /// So many bytes; none at the end of the input.
    Received(usize),
    Closing,
}
