//! The listener and its clients as the code under test gets them, with an eye on every call.

use crate::seen::Seen;
use checks::Tap;
use mio::{Interest, Registry, Token, Waker, event::Source, net::TcpStream};
use std::{
    io::{self, ErrorKind, Read, Write},
    sync::{
        Arc,
        mpsc::{Receiver, TryRecvError},
    },
};

/// What clients come from, without waiting.
pub(crate) struct Listener {
    coming: Receiver<io::Result<Tap>>,
    pub(crate) seen: Arc<Seen>,
    #[expect(dead_code, reason = "an event is lost when its waker is dropped")]
    waker: Arc<Waker>,
    come: usize,
}

impl Listener {
    pub(crate) fn new(coming: Receiver<io::Result<Tap>>, seen: Arc<Seen>, waker: Arc<Waker>) -> Self {
        Self { coming, seen, waker, come: 0 }
    }
}

impl Iterator for Listener {
    type Item = io::Result<Client>;

    fn next(&mut self) -> Option<io::Result<Client>> {
        self.seen.called();
        match self.coming.try_recv() {
            Ok(Ok(tap)) => {
                self.come += 1;
                Some(Client::new(tap, self.come, &self.seen))
            }
            Ok(Err(error)) => Some(Err(error)),
            Err(TryRecvError::Empty) => Some(Err(ErrorKind::WouldBlock.into())),
            Err(TryRecvError::Disconnected) => {
                self.seen.change(|facts| facts.told_the_end = true);
                None
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.seen.change(|facts| facts.over = true);
    }
}

/// A client's connection as the code gets it: a nonblocking socket with a tap.
pub(crate) struct Client {
    tap: Tap,
    /// The same socket, for mio.
    socket: TcpStream,
    number: usize,
    seen: Arc<Seen>,
}

impl Client {
    fn new(tap: Tap, number: usize, seen: &Arc<Seen>) -> io::Result<Self> {
        let socket = tap.socket().try_clone()?;
        for socket in [&socket, tap.socket()] {
            socket.set_nonblocking(true)?;
        }
        Ok(Self { tap, socket: TcpStream::from_std(socket), number, seen: Arc::clone(seen) })
    }
}

impl Read for Client {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.seen.called();
        // Through mio: on Windows it reports a socket again only when it has seen a call that would block.
        self.socket.try_io(|| self.tap.read(buffer))
    }
}

impl Write for Client {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.seen.called();
        let outcome = self.socket.try_io(|| self.tap.write(bytes));
        self.seen.change(|facts| match &outcome {
            Ok(count) => facts.written += count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => drop(facts.full.replace(self.number)),
            Err(_) => {}
        });
        outcome
    }

    fn flush(&mut self) -> io::Result<()> {
        self.tap.flush()
    }
}

impl Source for Client {
    fn register(&mut self, registry: &Registry, token: Token, interests: Interest) -> io::Result<()> {
        self.seen.called();
        self.socket.register(registry, token, interests)
    }

    fn reregister(&mut self, registry: &Registry, token: Token, interests: Interest) -> io::Result<()> {
        self.seen.called();
        self.socket.reregister(registry, token, interests)
    }

    fn deregister(&mut self, registry: &Registry) -> io::Result<()> {
        self.seen.called();
        self.socket.deregister(registry)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.seen.called();
        self.seen.change(|facts| {
            facts.gone.insert(self.number);
        });
    }
}
