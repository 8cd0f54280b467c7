//! The accept loop's source of connections: a listener whose wait ends when the server shuts down.

use crate::{ShutdownHandle, shutdown::Shutdown};
use mio::{Events, Interest, Poll, Token, Waker};
use socket_basics::{ACCEPT_BACKOFF, is_about_one_client, log, reason};
use std::{
    io::{self, ErrorKind},
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
    time::Instant,
};

const LISTENER: Token = Token(0);
const SHUTDOWN: Token = Token(1);

/// A listener whose wait for a connection can be interrupted.
///
/// No system call ends a blocking `accept` from another thread on every system. So this one does not block in `accept`:
/// it waits until *either* a connection is ready *or* the shutdown begins (epoll, kqueue and their like, through mio).
pub(crate) struct Acceptor {
    listener: mio::net::TcpListener,
    poll: Poll,
    events: Events,
    shutdown_handle: ShutdownHandle,
    shutdown: Shutdown,
    /// The last accept failed, and this was logged.
    failing: bool,
}

impl Acceptor {
    pub(crate) fn new(listener: TcpListener) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        let mut listener = mio::net::TcpListener::from_std(listener);
        let poll = Poll::new()?;
        poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
        let shutdown_handle = ShutdownHandle::new(Waker::new(poll.registry(), SHUTDOWN)?);
        let shutdown = shutdown_handle.state();
        let events = Events::with_capacity(2);
        Ok(Self { listener, poll, events, shutdown_handle, shutdown, failing: false })
    }

    pub(crate) fn shutdown_handle(&self) -> &ShutdownHandle {
        &self.shutdown_handle
    }

    pub(crate) fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Waits for the next connection; there is none once the shutdown has begun.
    pub(crate) fn accept(&mut self) -> Option<(TcpStream, SocketAddr)> {
        while !self.shutdown.has_begun() {
            match self.listener.accept() {
                Ok((stream, address)) => {
                    self.failing = false;
                    return Some((stream.into(), address));
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.wait(),
                Err(error) => self.back_off(&error),
            }
        }
        None
    }

    /// Waits until there may be a connection, or the shutdown begins.
    fn wait(&mut self) {
        match self.poll.poll(&mut self.events, None) {
            Err(error) if error.kind() != ErrorKind::Interrupted => self.back_off(&error),
            _ => {}
        }
    }

    // ANCHOR: back_off
    /// Pauses after a failed accept: without a free descriptor it would go on failing, millions of times a
    /// second. The waiting clients lose nothing but time.
    fn back_off(&mut self, error: &io::Error) {
        if is_about_one_client(error) {
            return;
        }
        if !self.failing {
            log(format_args!("could not accept a client, will try again: {}", reason(error)));
            self.failing = true;
        }
        thread::sleep(ACCEPT_BACKOFF);
    }
    // ANCHOR_END: back_off

    /// The next connection of the accept queue, if there is one: closing the listener would reset it. Where there is no
    /// descriptor for it, this waits for one until `deadline`.
    pub(crate) fn accept_queued(&self, deadline: Instant) -> Option<(TcpStream, SocketAddr)> {
        loop {
            match self.listener.accept() {
                Ok((stream, address)) => return Some((stream.into(), address)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return None,
                Err(error) if is_about_one_client(&error) => {}
                Err(_) if Instant::now() < deadline => thread::sleep(ACCEPT_BACKOFF),
                Err(_) => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use socket_basics::listen_at;
    use std::time::Duration;
    use testkit::{Peer, within_deadline};

    fn acceptor() -> Acceptor {
        Acceptor::new(listen_at("127.0.0.1:0".parse().unwrap()).unwrap()).unwrap()
    }

    #[test]
    fn connections_are_accepted_in_order_and_with_their_address() {
        let mut acceptor = acceptor();
        let peers = [(); 2].map(|()| Peer::connect(acceptor.address().unwrap()));
        for peer in peers {
            assert_eq!(acceptor.accept().unwrap().1, peer.local());
        }
    }

    #[test]
    fn it_waits_for_a_connection() {
        let mut acceptor = acceptor();
        let address = acceptor.address().unwrap();
        thread::scope(|scope| {
            let accepted = scope.spawn(|| acceptor.accept().is_some());
            let _peer = Peer::connect(address);
            assert!(accepted.join().unwrap());
        });
    }

    #[test]
    fn the_shutdown_ends_its_wait() {
        let mut acceptor = acceptor();
        let handle = acceptor.shutdown_handle().clone();
        thread::scope(|scope| {
            let accepted = scope.spawn(|| acceptor.accept().is_some());
            handle.begin_shutdown();
            assert!(!accepted.join().unwrap());
        });
    }

    #[test]
    fn once_the_shutdown_has_begun_only_the_accept_queue_is_emptied() {
        let mut acceptor = acceptor();
        let peer = Peer::connect(acceptor.address().unwrap());
        acceptor.shutdown_handle().begin_shutdown();
        assert!(acceptor.accept().is_none());
        let now = Instant::now();
        assert_eq!(acceptor.accept_queued(now).unwrap().1, peer.local());
        assert!(acceptor.accept_queued(now).is_none());
    }

    #[test]
    fn an_empty_accept_queue_is_not_waited_for() {
        let acceptor = acceptor();
        let deadline = Instant::now() + Duration::from_hours(1);
        assert!(within_deadline("the queue is empty", move || acceptor.accept_queued(deadline).is_none()));
    }

    /// Only Linux lets accept fail so: on a listener that is shut down.
    #[cfg(target_os = "linux")]
    #[test]
    fn where_accept_keeps_failing_the_deadline_ends_the_wait() {
        let acceptor = acceptor();
        socket2::SockRef::from(&acceptor.listener).shutdown(std::net::Shutdown::Both).unwrap();
        let now = Instant::now();
        assert!(within_deadline("the deadline has passed", move || acceptor.accept_queued(now).is_none()));
    }

    #[test]
    fn it_backs_off_after_a_failure_of_its_own_and_until_it_succeeds_calls_it_one_failure() {
        let mut acceptor = acceptor();
        for _ in 0..2 {
            let start = Instant::now();
            acceptor.back_off(&io::Error::other("no descriptor is free"));
            assert!(start.elapsed() >= ACCEPT_BACKOFF);
            assert!(acceptor.failing);
        }
        let _peer = Peer::connect(acceptor.address().unwrap());
        assert!(acceptor.accept().is_some());
        assert!(!acceptor.failing);
    }

    #[test]
    fn an_error_that_is_about_one_client_is_no_failure() {
        let mut acceptor = acceptor();
        acceptor.back_off(&ErrorKind::ConnectionAborted.into());
        assert!(!acceptor.failing);
    }
}
