//! The code under test as a server, to which clients come as a check wants them to.

use crate::{
    clients::Listener,
    exercise::{LISTENER, serve},
    seen::{Facts, Seen},
};
use checks::{Server, TapOptions, TestConnection, ThreadStatistics, lock, step};
use mio::{Poll, Waker};
use std::{
    io,
    sync::{Arc, mpsc},
    thread,
};

/// How clients come to the code.
#[derive(Clone, Copy)]
pub(crate) struct Arrivals {
    /// The listener is reported when so many more have come.
    pub(crate) together: usize,
    /// Then no more come.
    pub(crate) in_all: usize,
}

impl Default for Arrivals {
    fn default() -> Self {
        Self { together: 1, in_all: usize::MAX }
    }
}

/// The code, and what it was seen to do.
pub(crate) struct EventLoop {
    pub(crate) server: Server<io::Result<()>>,
    seen: Arc<Seen>,
}

impl EventLoop {
    pub(crate) fn start() -> Self {
        Self::with(Arrivals::default())
    }

    pub(crate) fn with(arrivals: Arrivals) -> Self {
        let seen = Arc::<Seen>::default();
        let theirs = Arc::clone(&seen);
        let server = Server::with(move |clients| {
            let poll = Poll::new()?;
            let waker = Arc::new(Waker::new(poll.registry(), LISTENER)?);
            let (come, coming) = mpsc::channel();
            let listener = Listener::new(coming, theirs, Arc::clone(&waker));
            listener.seen.change(|facts| {
                facts.home = Some(thread::current().id());
                facts.home_number = ThreadStatistics::of_caller().map(|thread| thread.id);
            });
            thread::spawn(move || {
                for (client, number) in clients.take(arrivals.in_all).zip(1..) {
                    let _ = come.send(client);
                    if number % arrivals.together == 0 {
                        let _ = waker.wake();
                    }
                }
                drop(come);
                let _ = waker.wake();
            });
            serve(poll, listener)
        });
        Self { server, seen }
    }

    pub(crate) fn client(&self) -> TestConnection {
        self.server.client()
    }

    pub(crate) fn tapped_client(&self, options: TapOptions) -> TestConnection {
        self.server.tapped_client(options)
    }

    pub(crate) fn close(self) -> io::Result<()> {
        self.server.close()
    }

    /// Waits until the code was seen to do something, or has ended: then the next step of the check says how.
    pub(crate) fn until(&self, what: &str, done: impl Fn(&Facts) -> bool) {
        step(what);
        let facts = lock(&self.seen.facts);
        drop(self.seen.changed.wait_while(facts, |facts| !done(facts) && !facts.over));
    }

    pub(crate) fn until_gone(&self, number: usize) {
        self.until(&format!("waiting for your code to drop the connection of client {number}"), |facts| {
            facts.gone.contains(&number)
        });
    }

    pub(crate) fn facts<T>(&self, of: impl Fn(&Facts) -> T) -> T {
        of(&lock(&self.seen.facts))
    }
}
