//! The door: it takes clients in until the server stops.

use crate::Stopper;
use mio::{Events, Interest, Poll, Token, Waker};
use socket_basics::{ACCEPT_BACKOFF, is_about_one_client, log, reason};
use std::{
    io::{self, ErrorKind},
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
    time::Instant,
};

const LISTENER: Token = Token(0);
const STOPPER: Token = Token(1);

/// A listener whose waiting can be interrupted.
///
/// A thread that is blocked in `accept` stays there until somebody connects: no system call ends it on every system.
/// So this one asks the system to say when *either* a client has come *or* it is time to stop (epoll, kqueue and
/// their like, through mio).
pub(crate) struct Door {
    listener: mio::net::TcpListener,
    poll: Poll,
    events: Events,
    stopper: Stopper,
    /// The last accept failed, and was told about.
    failing: bool,
}

impl Door {
    pub(crate) fn new(listener: TcpListener) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        let mut listener = mio::net::TcpListener::from_std(listener);
        let poll = Poll::new()?;
        poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
        let stopper = Stopper::new(Waker::new(poll.registry(), STOPPER)?);
        Ok(Self { listener, poll, events: Events::with_capacity(2), stopper, failing: false })
    }

    pub(crate) fn stopper(&self) -> &Stopper {
        &self.stopper
    }

    pub(crate) fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Waits for the next client, or until the server stops.
    pub(crate) fn wait(&mut self) -> Visit {
        if self.stopper.is_stopped() {
            return Visit::Stop;
        }
        match self.listener.accept() {
            Ok((client, address)) => {
                self.failing = false;
                return Visit::Client(client.into(), address);
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => {
                self.overcome(&error);
                return Visit::Nobody;
            }
        }
        match self.poll.poll(&mut self.events, None) {
            Err(error) if error.kind() != ErrorKind::Interrupted => self.overcome(&error),
            _ => {}
        }
        Visit::Nobody
    }

    /// The next of those who wait in the system's line, if there is one: closing the listener would reset their
    /// connections. Where there is no descriptor for it, this waits for one until `deadline`.
    pub(crate) fn next_in_line(&self, deadline: Instant) -> Option<(TcpStream, SocketAddr)> {
        loop {
            match self.listener.accept() {
                Ok((client, address)) => return Some((client.into(), address)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return None,
                Err(error) if is_about_one_client(&error) => {}
                Err(_) if Instant::now() < deadline => thread::sleep(ACCEPT_BACKOFF),
                Err(_) => return None,
            }
        }
    }

    // ANCHOR: overcome
    /// Rests after a failed accept: it would go on failing, as long as there is no descriptor, millions of times a
    /// second. The waiting clients lose nothing but time.
    fn overcome(&mut self, error: &io::Error) {
        if is_about_one_client(error) {
            return;
        }
        if !self.failing {
            log(format_args!("could not accept a client, trying on: {}", reason(error)));
            self.failing = true;
        }
        self.stopper.rest(ACCEPT_BACKOFF);
    }
    // ANCHOR_END: overcome
}

/// What waiting at the door brought.
pub(crate) enum Visit {
    Client(TcpStream, SocketAddr),
    Nobody,
    Stop,
}
