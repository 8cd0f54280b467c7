//! All clients: connected at once, and then served by one thread with whatever is ready.

use super::{
    arguments::Arguments,
    client::{Client, State},
    pace::Pace,
    questions::Questions,
    stop::Stopper,
    tally::Tally,
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
const BUFFER: usize = 64 * 1024;

/// How many events one look at the system brings at most.
const EVENTS: usize = 1024;

/// What interrupts the waiting; no client has this number.
const STOP: Token = Token(usize::MAX);

/// The clients of a load.
pub(crate) struct Crowd {
    poll: Poll,
    events: Events,
    pub(crate) clients: Vec<Client>,
    questions: Questions,
    pub(crate) pace: Pace,
    /// How many requests a client may have under way.
    depth: usize,
    pub(crate) tally: Tally,
    buffer: Box<[u8]>,
    /// When the clients began to connect, then when they began to ask.
    pub(crate) start: Instant,
    /// Whether the clients may ask.
    pub(crate) asking: bool,
    /// How many requests of a schedule are due so far.
    pub(crate) due: u64,
    pub(crate) connected: usize,
    connecting: usize,
    /// Why a client has no connection.
    pub(crate) unconnected: Option<String>,
}

impl Crowd {
    pub(crate) fn new(arguments: &Arguments) -> anyhow::Result<(Self, Stopper)> {
        let poll = Poll::new().context("could not make the clients wait")?;
        let stopper = Stopper::new(Waker::new(poll.registry(), STOP)?);
        let crowd = Self {
            poll,
            events: Events::with_capacity(EVENTS),
            clients: Vec::with_capacity(arguments.clients as usize),
            questions: Questions::of(arguments),
            pace: Pace::of(arguments),
            depth: arguments.pipeline as usize,
            tally: Tally::new()?,
            buffer: vec![0; BUFFER].into(),
            start: Instant::now(),
            asking: arguments.once,
            due: 0,
            connected: 0,
            connecting: 0,
            unconnected: None,
        };
        Ok((crowd, stopper))
    }

    /// Has all clients connect. The first finds the address that answers; the others go there all at once.
    pub(crate) fn connect(&mut self, arguments: &Arguments, stopper: &Stopper) -> anyhow::Result<()> {
        self.start = Instant::now();
        let first = connect(&arguments.endpoint, arguments.timeout)?;
        let address = first.peer_addr()?;
        first.set_nonblocking(true)?;
        self.enroll(TcpStream::from_std(first))?;
        for _ in 1..arguments.clients {
            if let Err(error) = TcpStream::connect(address).and_then(|stream| self.enroll(stream)) {
                self.unconnected = Some(reason(&error));
                break;
            }
        }
        while self.connecting > 0 && !stopper.is_stopped() {
            let patience = arguments.timeout.saturating_sub(self.start.elapsed());
            if patience.is_zero() {
                self.give_up();
                break;
            }
            self.turn(patience)?;
        }
        Ok(())
    }

    fn enroll(&mut self, stream: TcpStream) -> io::Result<()> {
        let number = self.clients.len();
        let mut client = Client::new(stream, number as u64);
        // Both at once and for good: the system tells only when something changes.
        let interest = Interest::READABLE | Interest::WRITABLE;
        self.poll.registry().register(client.stream(), Token(number), interest)?;
        self.clients.push(client);
        self.connecting += 1;
        Ok(())
    }

    /// Waits until something happens, but not longer than this, and does what is to be done about it.
    pub(crate) fn turn(&mut self, patience: Duration) -> anyhow::Result<()> {
        match self.poll.poll(&mut self.events, Some(patience)) {
            Err(error) if error.kind() != ErrorKind::Interrupted => {
                return Err(error).context("could not wait for the server");
            }
            _ => {}
        }
        // Taken out, because the clients need the rest of the crowd.
        let events = mem::replace(&mut self.events, Events::with_capacity(0));
        for event in events.iter().filter(|event| event.token() != STOP) {
            let number = event.token().0;
            if self.clients[number].state == State::Connecting {
                self.welcome(number);
            }
            let client = &mut self.clients[number];
            if event.is_writable() {
                client.send(&self.questions, &mut self.tally);
            }
            if event.is_readable() || event.is_read_closed() {
                let ended = event.is_read_closed();
                client.receive(ended, &mut self.buffer, &self.questions, &mut self.tally);
            }
            self.ask(number);
        }
        self.events = events;
        Ok(())
    }

    /// Waits no longer for connections that have not come about.
    fn give_up(&mut self) {
        for client in self.clients.iter_mut().filter(|client| client.state == State::Connecting) {
            client.state = State::Gone;
        }
        self.connecting = 0;
        self.unconnected.get_or_insert_with(|| reason(&ErrorKind::TimedOut.into()));
    }

    /// Looks whether a connection has come about.
    fn welcome(&mut self, number: usize) {
        let client = &mut self.clients[number];
        if let Err(error) = client.finish_connecting() {
            client.state = State::Gone;
            self.unconnected.get_or_insert_with(|| reason(&error));
        }
        self.connecting -= usize::from(client.state != State::Connecting);
        self.connected += usize::from(client.state == State::Open);
    }

    /// Has a client ask what it may ask now.
    pub(crate) fn ask(&mut self, number: usize) {
        let count = self.may_ask(number);
        if count == 0 {
            return;
        }
        let (client, start) = (&mut self.clients[number], self.start);
        match &self.pace {
            Pace::Open(schedule) => {
                let since = |own| schedule.time(start, number as u64, own);
                client.ask(count, since, &self.questions, &mut self.tally);
            }
            Pace::Closed | Pace::Once => {
                let now = Instant::now();
                client.ask(count, |_| now, &self.questions, &mut self.tally);
            }
        }
    }

    /// How many requests a client may ask now.
    fn may_ask(&self, number: usize) -> usize {
        let client = &self.clients[number];
        if !self.asking || client.state != State::Open {
            return 0;
        }
        let room = self.depth - client.waiting().min(self.depth);
        match &self.pace {
            Pace::Closed => room,
            Pace::Open(_) => room.min(usize::try_from(self.behind(number)).unwrap_or(room)),
            Pace::Once => usize::from(client.asked() == 0),
        }
    }

    /// How many requests are due that a client has not asked yet.
    pub(crate) fn behind(&self, number: usize) -> u64 {
        match &self.pace {
            Pace::Open(schedule) => {
                schedule.share(self.due, number as u64).saturating_sub(self.clients[number].asked())
            }
            Pace::Closed | Pace::Once => 0,
        }
    }

    /// Whether there is nothing left to wait for, if nothing more becomes due.
    pub(crate) fn is_quiet(&self) -> bool {
        let quiet = |(number, client): (usize, &Client)| {
            !matches!(client.state, State::Open) || client.waiting() == 0 && self.may_ask(number) == 0
        };
        self.clients.iter().enumerate().all(quiet)
    }

    /// How many connections are still good.
    pub(crate) fn alive(&self) -> u64 {
        (self.connected as u64).saturating_sub(self.tally.lost + self.tally.refused)
    }
}
