//! All clients: connected at once, and then served by one thread, an event loop.

use super::{
    arguments::Arguments,
    client::{Client, State},
    counters::Counters,
    pace::Pace,
    requests::Requests,
    stop::Stopper,
};
use anyhow::Context as _;
use mio::{Events, Interest, Poll, Token, Waker, net::TcpStream};
use socket_basics::{connect, reason};
use std::{
    io::{self, ErrorKind},
    mem,
    time::{Duration, Instant},
};

/// How much is read at once: more than a system usually has waiting on one connection.
const READ_BUFFER_SIZE: usize = 64 * 1024;

/// How many events one poll returns at most.
const EVENTS_PER_POLL: usize = 1024;

/// What interrupts the waiting; no client has this number.
const STOP: Token = Token(usize::MAX);

/// The clients of a load.
pub(crate) struct Clients {
    poll: Poll,
    events: Events,
    pub(crate) all: Vec<Client>,
    requests: Requests,
    pub(crate) pace: Pace,
    /// How many requests a client may have under way.
    depth: usize,
    pub(crate) counters: Counters,
    buffer: Box<[u8]>,
    /// When the clients began to connect, then when they began to send requests.
    pub(crate) start: Instant,
    /// Whether the clients may send requests.
    pub(crate) sending: bool,
    /// How many requests of a schedule are due so far.
    pub(crate) due: u64,
    pub(crate) connected: usize,
    connecting: usize,
    /// Why a client has no connection.
    pub(crate) unconnected: Option<String>,
}

impl Clients {
    pub(crate) fn new(arguments: &Arguments) -> anyhow::Result<(Self, Stopper)> {
        let poll = Poll::new().context("could not make the clients wait")?;
        let stopper = Stopper::new(Waker::new(poll.registry(), STOP)?);
        let clients = Self {
            poll,
            events: Events::with_capacity(EVENTS_PER_POLL),
            all: Vec::with_capacity(arguments.clients as usize),
            requests: Requests::of(arguments),
            pace: Pace::of(arguments),
            depth: arguments.pipeline as usize,
            counters: Counters::new()?,
            buffer: vec![0; READ_BUFFER_SIZE].into(),
            start: Instant::now(),
            sending: arguments.once,
            due: 0,
            connected: 0,
            connecting: 0,
            unconnected: None,
        };
        Ok((clients, stopper))
    }

    /// Connects all clients. The first finds the address that answers; the others connect to it all at once.
    pub(crate) fn connect(&mut self, arguments: &Arguments, stopper: &Stopper) -> anyhow::Result<()> {
        self.start = Instant::now();
        let first = connect(&arguments.endpoint, arguments.timeout)?;
        let address = first.peer_addr()?;
        first.set_nonblocking(true)?;
        self.register(TcpStream::from_std(first))?;
        for _ in 1..arguments.clients {
            if let Err(error) = TcpStream::connect(address).and_then(|stream| self.register(stream)) {
                self.unconnected = Some(reason(&error));
                break;
            }
        }
        while self.connecting > 0 && !stopper.is_stopped() {
            let timeout = arguments.timeout.saturating_sub(self.start.elapsed());
            if timeout.is_zero() {
                self.give_up();
                break;
            }
            self.serve(timeout)?;
        }
        Ok(())
    }

    fn register(&mut self, stream: TcpStream) -> io::Result<()> {
        let number = self.all.len();
        let mut client = Client::new(stream, number as u64);
        // Both at once and for good: the events are edge-triggered.
        let interest = Interest::READABLE | Interest::WRITABLE;
        self.poll.registry().register(client.stream(), Token(number), interest)?;
        self.all.push(client);
        self.connecting += 1;
        Ok(())
    }

    /// Waits for events, but not longer than this, and handles them.
    pub(crate) fn serve(&mut self, timeout: Duration) -> anyhow::Result<()> {
        match self.poll.poll(&mut self.events, Some(timeout)) {
            Err(error) if error.kind() != ErrorKind::Interrupted => {
                return Err(error).context("could not wait for the server");
            }
            _ => {}
        }
        // Taken out, because handling an event borrows the rest.
        let events = mem::replace(&mut self.events, Events::with_capacity(0));
        for event in events.iter().filter(|event| event.token() != STOP) {
            let number = event.token().0;
            if self.all[number].state == State::Connecting {
                self.check_connected(number);
            }
            let client = &mut self.all[number];
            if event.is_writable() {
                client.flush(&self.requests, &mut self.counters);
            }
            if event.is_readable() || event.is_read_closed() {
                let ended = event.is_read_closed();
                client.receive(ended, &mut self.buffer, &self.requests, &mut self.counters);
            }
            self.send_requests(number);
        }
        self.events = events;
        Ok(())
    }

    /// Waits no longer for connections that are not established.
    fn give_up(&mut self) {
        for client in self.all.iter_mut().filter(|client| client.state == State::Connecting) {
            client.state = State::Gone;
        }
        self.connecting = 0;
        self.unconnected.get_or_insert_with(|| reason(&ErrorKind::TimedOut.into()));
    }

    /// Looks whether a connection is established.
    fn check_connected(&mut self, number: usize) {
        let client = &mut self.all[number];
        if let Err(error) = client.finish_connecting() {
            client.state = State::Gone;
            self.unconnected.get_or_insert_with(|| reason(&error));
        }
        self.connecting -= usize::from(client.state != State::Connecting);
        self.connected += usize::from(client.state == State::Open);
    }

    /// Has a client send the requests that it may send now.
    pub(crate) fn send_requests(&mut self, number: usize) {
        let count = self.allowed(number);
        if count == 0 {
            return;
        }
        let (client, start) = (&mut self.all[number], self.start);
        match &self.pace {
            Pace::Open(schedule) => {
                let since = |own| schedule.time(start, number as u64, own);
                client.send_requests(count, since, &self.requests, &mut self.counters);
            }
            Pace::Closed | Pace::Once => {
                let now = Instant::now();
                client.send_requests(count, |_| now, &self.requests, &mut self.counters);
            }
        }
    }

    /// How many requests a client may send now.
    fn allowed(&self, number: usize) -> usize {
        let client = &self.all[number];
        if !self.sending || client.state != State::Open {
            return 0;
        }
        let room = self.depth - client.waiting().min(self.depth);
        match &self.pace {
            Pace::Closed => room,
            Pace::Open(_) => room.min(usize::try_from(self.behind(number)).unwrap_or(room)),
            Pace::Once => usize::from(client.sent() == 0),
        }
    }

    /// How many requests are due that a client has not sent yet.
    pub(crate) fn behind(&self, number: usize) -> u64 {
        match &self.pace {
            Pace::Open(schedule) => {
                schedule.share(self.due, number as u64).saturating_sub(self.all[number].sent())
            }
            Pace::Closed | Pace::Once => 0,
        }
    }

    /// Whether there is nothing left to wait for, if nothing more becomes due.
    pub(crate) fn is_quiet(&self) -> bool {
        let quiet = |(number, client): (usize, &Client)| {
            !matches!(client.state, State::Open) || client.waiting() == 0 && self.allowed(number) == 0
        };
        self.all.iter().enumerate().all(quiet)
    }

    /// How many connections are still good.
    pub(crate) fn alive(&self) -> u64 {
        (self.connected as u64).saturating_sub(self.counters.lost + self.counters.refused)
    }
}
